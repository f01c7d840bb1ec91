// Find web and e-mail addresses in text, by the rule of community/core/text/addresses.py, which says why. Both are
// tested with tests/core/addresses.json.
const CHAR = "[\\p{L}\\p{Nd}]";
const WORD = "[\\p{L}\\p{Nd}_]";
const LABEL = `${CHAR}{1,63}(?:-${CHAR}{1,63}){0,8}`;
const LAST = "(?:xn--[A-Za-z0-9-]{1,59}|\\p{L}{2,24})";
const KNOWN = "(?:com|edu|eu|gov|info|int|mil|net|org|uk)";
const LOCAL = "[\\p{L}\\p{Nd}_+%]{1,63}(?:[-.'’][\\p{L}\\p{Nd}_+%]{1,63}){0,8}";
const MAIL = `${LOCAL}@(?:${LABEL}\\.){1,6}${LAST}(?![\\p{L}\\p{Nd}_@])`;
const PORT = "(?::[0-9]{1,5}(?![0-9]))?";
const LABELS = `(?:${CHAR}(?:[\\p{L}\\p{Nd}_-]{0,61}${CHAR})?\\.){0,9}`;
const HOST = `${LABELS}(?:xn--[A-Za-z0-9-]{1,59}|${CHAR}{1,63})(?!${CHAR})`;
const BEFORE = "[\\p{L}\\p{Nd}_@/:=&#]";
const LABELLED = "(?<=(?<![\\p{L}\\p{Nd}_@/:=&#.%+\\-])\\p{L}[\\p{L}\\-]{0,29}:)"; // "Email:"
const START = `(?:(?<!${BEFORE})(?<!${BEFORE}[.\\-])|${LABELLED})`;
const SITE = "/(?:[A-Za-z0-9_%-]{1,100}/){1,8}(?:\\?[A-Za-z0-9_=&%.+-]{0,200})?(?:#[A-Za-z0-9_-]{1,60})?";
const FOUND = new RegExp([
  `(?<web>(?<![A-Za-z0-9])https?://${HOST}${PORT}(?!(?::[\\p{L}\\p{Nd}_.-]{1,64})?@))`,
  `(?<!${WORD})(?<mailto>mailto:${MAIL})`,
  `${START}(?:(?<mail>${MAIL})|(?<bare>(?:www\\.(?:${LABEL}\\.){1,5}${LAST}|(?:${LABEL}\\.){1,5}${KNOWN})`
    + `(?![\\p{L}\\p{Nd}_@]|-${CHAR}|\\.${CHAR})${PORT}))`,
  `(?<=\\()(?<path>${SITE})(?=\\))`,
].join("|"), "giu");
const BRACKETS = /\([^\s()]{0,200}\)|\[[^\s[\]]{0,200}\]|\{[^\s{}]{0,200}\}/uy;
const HTTP = /https?:\/\//iy;
const IS_WORD = /^[\p{L}\p{N}\p{M}_]$/u;
const NO_PART = /[\s<>"`\\^|\p{Cc}]/u;
const TRAILING = ".,:;!?'’*~-–·⁰¹²³⁴⁵⁶⁷⁸⁹";

const isWord = (char) => IS_WORD.test(char ?? "");

function matchesAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length;
}

function isPart(text, at, char) {
  const [before, after, third] = [text[at - 1], text[at + 1], text[at + 2]];
  const inside = isWord(before) && isWord(after);
  if ("'’".includes(char)) return inside && !(/s/i.test(after) && !isWord(third) && !"-/%".includes(third ?? " "));
  if (char === "–") return inside && /[\p{Lu}\p{Nd}]/u.test(after);
  if (char === "·") return inside;
  if (char === "." && after === ".") return before === "/" && third === "/";
  if (",;".includes(char)) return !matchesAt(HTTP, text, at + 1);
  return char <= "\x7f" ? !NO_PART.test(char) : isWord(char);
}

function endOfTail(text, start) {
  if (!"/?#".includes(text[start] ?? " ")) return start;
  let at = start;
  let [opened, closed] = [start, start]; // the last pair of brackets: part of the address whole or not at all
  while (at < text.length) {
    const char = String.fromCodePoint(text.codePointAt(at));
    const pair = "([{".includes(char) && matchesAt(BRACKETS, text, at);
    if (pair && at >= closed) [opened, closed] = [at, at + pair];
    if (!pair && ("([{".includes(char) || (")]}".includes(char) && at >= closed) || !isPart(text, at, char))) break;
    at += char.length;
  }
  if (at < closed) at = opened;
  while (at > start && TRAILING.includes(text[at - 1])) at -= 1;
  return at;
}

// Returns the addresses in a text, each with its place and where its link leads.
export function findAddresses(text) {
  const found = [];
  FOUND.lastIndex = 0;
  for (let match = FOUND.exec(text); match; match = FOUND.exec(text)) {
    const { web, mailto, mail, bare } = match.groups;
    const at = match.index + match[0].length;
    const to = web || bare || (mailto && text[at] === "?") ? endOfTail(text, at) : at;
    const written = text.slice(match.index, to);
    const href = mail || mailto ? written.replaceAll("’", "'") : written;
    found.push({ from: match.index, to, href: `${mail ? "mailto:" : ""}${bare ? "https://" : ""}${href}` });
    FOUND.lastIndex = to;
  }
  return found;
}
