// Find where in the editor's document the caret of the plain box is. `toDocument` is of js/composer/plain-text.js.
const CARET = "\uE000"; // a private character, typed by nobody
const PREFIX = /^(?:> |- |\d{1,3}\. | {2,})*(?:\\+(?:>|-|\d{1,3}\.)(?: |(?=\n|$)))?/;

const sizeOf = ({ type, text, content = [] }) =>
  type === "text" ? text.length : type === "hardBreak" ? 1 : content.reduce((sum, child) => sum + sizeOf(child), 2);

function find(node, start) {
  if (node.type === "text") return node.text.includes(CARET) ? start + node.text.indexOf(CARET) : null;
  let at = start + 1;
  for (const child of node.content ?? []) {
    const found = find(child, at);
    if (found !== null) return found;
    at += sizeOf(child);
  }
  return null;
}

function endOf(document) {
  let ends = 0;
  for (let node = document; node.type !== "paragraph"; node = node.content.at(-1)) ends += 1;
  return sizeOf(document) - ends - 2;
}

// Returns the document position of the caret that is at `offset` in the text.
export function positionOf(text, offset, toDocument) {
  if (offset >= text.length) return endOf(toDocument(text));
  let lineEnds = 0; // before the caret; a pattern such as /\n*$/ takes quadratic time
  while (lineEnds < offset && text[offset - lineEnds - 1] === "\n") lineEnds += 1;
  const [after] = text.slice(offset).match(/^\n*/);
  // A blank line, a list mark and the prefix of a quote have no position: use the next paragraph, or the text after it.
  const end = lineEnds && lineEnds + after.length > 1 ? offset + after.length : offset;
  const line = text.lastIndexOf("\n", end - 1) + 1;
  const [prefix] = text.slice(line).match(PREFIX);
  const at = Math.max(end, line + prefix.length);
  const document = toDocument(text.slice(0, at) + CARET + text.slice(at));
  return (find(document, -1)) ?? endOf(toDocument(text));
}
