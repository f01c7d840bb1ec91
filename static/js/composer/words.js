// From the words of a plain box to the editor's document, and back: a blank line parts paragraphs, a line end breaks.
const BLANK = /\n{2,}/;

function paragraph(text) {
  const content = text.split("\n").flatMap((line, index) => [
    ...(index ? [{ type: "hardBreak" }] : []),
    ...(line ? [{ type: "text", text: line }] : []),
  ]);
  return { type: "paragraph", content };
}

export function toDocument(text) {
  return { type: "doc", content: text.split(BLANK).map(paragraph) };
}

// Where in the document the caret stands that stood at `offset` in the text.
export function placeOf(text, offset) {
  const [before] = text.slice(0, offset).match(/\n*$/);
  const [after] = text.slice(offset).match(/^\n*/);
  // Inside a blank line there is no place: go on to the paragraph below it.
  const end = before && (before + after).length > 1 ? offset + after.length : offset;
  const blocks = text.slice(0, end).split(BLANK);
  return blocks.join("").length + 2 * blocks.length - 1;
}

function inline(node) {
  if (!node.isText) return "\n";
  const href = node.marks.find(({ type }) => type.name === "link")?.attrs.href ?? "";
  return !href || href.endsWith(node.text) ? node.text : `${node.text} (${href})`;
}

export function toWords(node) {
  const children = node.content.content;
  if (node.isTextblock) return children.map(inline).join("");
  const starts = { bulletList: () => "- ", orderedList: (index) => `${index + 1}. ` }[node.type.name] ?? (() => "");
  const between = ["doc", "blockquote"].includes(node.type.name) ? "\n\n" : "\n";
  return children.map((child, index) => starts(index) + toWords(child)).join(between);
}
