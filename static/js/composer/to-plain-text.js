// Convert the editor's document to the plain text of the box, by the rules of community/core/text/plain_text.py.
// `findAddresses` is of js/composer/addresses.js.
const NAME = /^@[A-Za-z0-9_-]+$/;
const QUOTES = 5; // nested in plain text
const MARKED = /^\\*(?:>|-|\d{1,3}\.)(?: |$)/; // as a quote or an item, or as text that looks like one
const ITEMS = [/^-(?: |$)/, /^\d{1,3}\.(?: |$)/];
const ENDS_ADDRESS = /[^\w/:?#@&=+$,;%~.-]/gu;

const lastWord = (text) => text.slice(-300).split(/\s/).at(-1);
const firstWord = (text) => text.slice(0, 300).split(/\s/)[0];

// Returns whether the words lead to `href` without being told: an address that is found there, or a mention.
export function says({ before, words, after, href }, findAddresses) {
  if (NAME.test(words)) return href.startsWith("/members/");
  const start = lastWord(before);
  const found = findAddresses(start + words + firstWord(after));
  return found.some(({ from, to, href: address }) =>
    from === start.length && to === start.length + words.length && address === href);
}

// Spell an address so that it is found again between brackets.
function spelled(href, findAddresses) {
  const escaped = href.replace(ENDS_ADDRESS, (found) => encodeURIComponent(found)
    .replace(/[!'()*]/, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`));
  const last = `${escaped.slice(0, -1)}%${escaped.charCodeAt(escaped.length - 1).toString(16).toUpperCase()}`;
  const isFound = (spelling) => {
    const found = findAddresses(`(${spelling})`);
    return found.length === 1 && found[0].href === spelling;
  };
  return [href, escaped, last].find(isFound) ?? href;
}

// Returns the text of a paragraph in pieces, each with where it leads.
function piecesOf(paragraph) {
  const pieces = [];
  paragraph.forEach((node) => {
    const href = node.marks.find(({ type }) => type.name === "link")?.attrs.href ?? "";
    const words = node.isText ? node.text : "\n";
    if (pieces.at(-1)?.href === href) pieces.at(-1).words += words;
    else pieces.push({ words, href });
  });
  return pieces;
}

function inline(paragraph, findAddresses) {
  const pieces = piecesOf(paragraph);
  return pieces.reduce((before, { words, href }, index) => {
    const after = pieces[index + 1]?.words ?? "";
    const known = !href || !words.trim() || says({ before, words, after, href }, findAddresses);
    const text = words.trimEnd();
    return before + (known ? words : `${text} (${spelled(href, findAddresses)})${words.slice(text.length)}`);
  }, "");
}

// Put a backslash before a line that would be read as a quote or a list: in an item one line is a list.
const markedAsText = (inItem) => (line, index, lines) => {
  const after = lines[index + 1] ?? "";
  const startsList = !lines[index - 1]?.trim() && /^(?:-|1\.)/.test(line)
    && (after.startsWith("  ") || ITEMS.some((item) => item.test(line) && item.test(after)));
  return MARKED.test(line) && (inItem || startsList || /^[\\>]/.test(line)) ? `\\${line}` : line;
};

function linesOf(node, findAddresses, quotes = 0, inItem = false) {
  if (node.isTextblock) return inline(node, findAddresses).split("\n").map(markedAsText(inItem));
  const { name } = node.type;
  const depth = quotes + (name === "blockquote");
  const isItem = name === "listItem" || depth > QUOTES;
  const inner = node.content.content.map((child) => linesOf(child, findAddresses, depth, isItem));
  if (name === "listItem") return inner.flat();
  if (name === "bulletList" || name === "orderedList") {
    return inner.flatMap(([first, ...rest], index) => {
      const bullet = name === "bulletList" ? "- " : `${index + 1}. `;
      const others = rest.filter(Boolean).map((line) => " ".repeat(bullet.length) + line);
      return [(bullet + first).trimEnd(), ...others];
    });
  }
  const lines = inner.flatMap((part, index) => (index ? ["", ...part] : part));
  return name === "blockquote" && quotes < QUOTES ? lines.map((line) => `> ${line}`.trimEnd()) : lines;
}

export function toPlainText(document, findAddresses) {
  return linesOf(document, findAddresses).join("\n");
}
