// Convert the plain text of a box to the editor's document, by the rules of community/core/text/plain_text.py.
// js/composer/to-plain-text.js is the way back.
const TEXT = /^\\+(?:>|-|\d{1,3}\.)(?: |$)/;
const QUOTED = /^>(?: |$)/;
const ITEM = /^(?:(-)|(\d{1,3})\.)(?: (.*)|$)/;
const ATTRIBUTION = /^([^:/@.]{1,80}?) \((\/posts\/\d{1,18}\/)\)/; // "Ines (/posts/123/) wrote:"
const DEPTHS = { quotes: 5, lists: 6 };
const LONGEST_LIST = 200;

const textNodes = (text) => (text ? [{ type: "text", text }] : []);
const KINDS = { "-": "bulletList", ".": "orderedList" };
const kindOf = (line) => KINDS[line.match(ITEM)?.[0].match(/^-|\./)[0]];

// A backslash before a mark says that the line is text.
const textOf = (line) => (TEXT.test(line) ? line.slice(1) : line);

function paragraph(lines) {
  const lineBreak = (index) => (index ? [{ type: "hardBreak" }] : []);
  const content = lines.flatMap((line, index) => [...lineBreak(index), ...textNodes(textOf(line))]);
  return { type: "paragraph", content };
}

// Returns runs of neighbouring lines for which `keyOf` gives the same.
function runsOf(lines, keyOf) {
  const runs = [];
  for (const line of lines) {
    const key = keyOf(line, runs.at(-1)?.key);
    if (!runs.length || runs.at(-1).key !== key) runs.push({ key, lines: [] });
    runs.at(-1).lines.push(line);
  }
  return runs;
}

function quote(lines, depths) {
  const content = blocks(lines, { ...depths, quotes: depths.quotes - 1 });
  const [{ text = "" } = {}, ...rest] = content[0].content;
  const [match, name, href] = text.match(ATTRIBUTION) ?? [];
  const link = { type: "text", text: name, marks: [{ type: "link", attrs: { href } }] };
  if (match) content[0].content = [link, ...textNodes(text.slice(match.length)), ...rest];
  return { type: "blockquote", content };
}

function item(lines, depths) {
  const inList = (line, key) => kindOf(line) || (key && line.startsWith("  ") ? key : "");
  const content = runsOf(lines, inList).flatMap(({ key, lines: run }) => {
    const list = key && listOf(run, depths, 1);
    return list ? [list] : blocks(run, key ? { ...depths, lists: 0 } : depths); // a quote may have lists again
  });
  if (content[0]?.type !== "paragraph") content.unshift(paragraph([]));
  return { type: "listItem", content };
}

function listOf(lines, depths, atLeast = 2) {
  const type = kindOf(lines[0]);
  if (!type || !depths.lists || lines.length < atLeast || lines.length > LONGEST_LIST) return null;
  const items = [];
  let width = 0;
  for (const line of lines) {
    const [, bullet, number, text = ""] = line.match(ITEM) ?? [];
    if (kindOf(line) === type && (bullet || Number(number) === items.length + 1)) {
      items.push([text]);
      width = (bullet ?? `${number}.`).length + 1;
    } else if (!items.length || !line.startsWith(" ".repeat(width))) return null;
    else items.at(-1).push(line.slice(width));
  }
  if (!items.flat().some(Boolean)) return null;
  return { type, content: items.map((rows) => item(rows, { ...depths, lists: depths.lists - 1 })) };
}

// Blank lines separate blocks. Those at the end are where writing goes on: in a new line, or in a new paragraph.
function ownBlocks(lines, depths, isLast) {
  const runs = runsOf(lines, (line) => !line.trim());
  return runs.flatMap(({ key: blank, lines: run }, index) => {
    const ending = isLast && runs[index + 1]?.lines.length === 1 && index === runs.length - 2 ? [""] : [];
    if (!blank) return [listOf(run, depths) ?? paragraph([...run, ...ending])];
    const afterText = index > 0 && run.length === 1 && !listOf(runs[index - 1].lines, depths);
    return isLast && index === runs.length - 1 && !afterText ? [paragraph([])] : [];
  });
}

function blocks(lines, depths = DEPTHS) {
  const runs = runsOf(lines, (line) => Boolean(depths.quotes) && QUOTED.test(line));
  return runs.flatMap(({ key: quoted, lines: run }, index) => {
    if (quoted) return [quote(run.map((line) => line.slice(2)), depths)];
    return ownBlocks(run, depths, index === runs.length - 1);
  });
}

export function toDocument(text) {
  return { type: "doc", content: blocks(text.split("\n")) };
}
