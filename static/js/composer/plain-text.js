// Convert the plain text of a box to the editor's document and back, by the rules of
// community/core/text/richtext.py: a blank line separates paragraphs, a line end is a line break, and lines after ">
// " are a quote.
const BLANK = /\n{2,}/;
const QUOTED = /^>(?: |$)/;
const ATTRIBUTION = /^(.{1,80}?) \((\/(?:[\w-]{1,30}\/){1,5})\)/; // "Ines (/posts/123/) wrote:"
const OWN_NAME = /^@[\w-]+$/;

const textNodes = (text) => (text ? [{ type: "text", text }] : []);

function paragraph(text) {
  const lineBreak = (index) => (index ? [{ type: "hardBreak" }] : []);
  const content = text.split("\n").flatMap((line, index) => [...lineBreak(index), ...textNodes(line)]);
  return { type: "paragraph", content };
}

function quote(text) {
  const content = blocks(text);
  const [match, name, href] = text.match(ATTRIBUTION) ?? [];
  if (match) {
    const [{ text: line }, ...rest] = content[0].content;
    const link = { type: "text", text: name, marks: [{ type: "link", attrs: { href } }] };
    content[0].content = [link, ...textNodes(line.slice(match.length)), ...rest];
  }
  return { type: "blockquote", content };
}

function blocks(text) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quoted = QUOTED.test(line);
    if (runs.at(-1)?.quoted !== quoted) runs.push({ quoted, lines: [] });
    runs.at(-1).lines.push(quoted ? line.slice(2) : line);
  }
  return runs.flatMap(({ quoted, lines }, index) => {
    if (quoted) return quote(lines.join("\n"));
    const last = index === runs.length - 1;
    while (index && lines.length > 1 && !lines[0]) lines.shift(); // blank lines around a quote only separate it
    while (!last && lines.length && !lines.at(-1)) lines.pop();
    return lines.length || last ? lines.join("\n").split(BLANK).map(paragraph) : [];
  });
}

export function toDocument(text) {
  return { type: "doc", content: blocks(text) };
}

const sizeOf = ({ type, text, content = [] }) =>
  type === "text" ? text.length : type === "hardBreak" ? 1 : content.reduce((sum, child) => sum + sizeOf(child), 2);

// Returns how often a text ends with a character, as a text; a pattern such as / +$/ takes quadratic time.
function endOf(text, character) {
  let start = text.length;
  while (start && text[start - 1] === character) start -= 1;
  return text.slice(start);
}

function quotedLine(line) {
  const quoted = `> ${line}`;
  return quoted.slice(0, quoted.length - endOf(quoted, " ").length);
}

// Returns the document position of the caret that is at `offset` in the text.
export function positionOf(text, offset) {
  const before = endOf(text.slice(0, offset), "\n");
  const [after] = text.slice(offset).match(/^\n*/);
  // A blank line and the prefix of a quote have no position: use the next paragraph, or the start of the quoted text.
  const end = before && (before + after).length > 1 ? offset + after.length : offset;
  const line = text.lastIndexOf("\n", end - 1) + 1;
  const [prefix] = text.slice(line).match(/^(?:> )*/);
  const document = toDocument(text.slice(0, Math.max(end, line + prefix.length)));
  let ends = 0;
  for (let node = document; node.type !== "paragraph"; node = node.content.at(-1)) ends += 1;
  return sizeOf(document) - ends - 2;
}

function inline(node) {
  if (!node.isText) return "\n";
  const href = node.marks.find(({ type }) => type.name === "link")?.attrs.href ?? "";
  return !href || href.endsWith(node.text) || OWN_NAME.test(node.text) ? node.text : `${node.text} (${href})`;
}

export function toPlainText(node) {
  const children = node.content.content;
  if (node.isTextblock) return children.map(inline).join("");
  const starts = { bulletList: () => "- ", orderedList: (index) => `${index + 1}. ` }[node.type.name] ?? (() => "");
  const between = ["doc", "blockquote"].includes(node.type.name) ? "\n\n" : "\n";
  const text = children.map((child, index) => starts(index) + toPlainText(child)).join(between);
  return node.type.name === "blockquote" ? text.split("\n").map(quotedLine).join("\n") : text;
}
