// A post's list counts from 1. A pasted one that does not is written as lines with its own numbers.
const ATTRIBUTES = { ol: ["start", "reversed", "type"], li: ["value"] };
const TYPES = {
  "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I",
};
const ROMAN = [["l", 50], ["xl", 40], ["x", 10], ["ix", 9], ["v", 5], ["iv", 4], ["i", 1]];

function inRoman(number) {
  const [letters, value] = ROMAN.find(([, least]) => number >= least) ?? [];
  return letters && number < 90 ? letters + inRoman(number - value) : "";
}

const inLetters = (number) => (number > 0 && number <= 26 ? String.fromCharCode(96 + number) : "");

function spell(number, type) {
  const spelled = { a: inLetters, i: inRoman }[type.toLowerCase()]?.(number) || String(number);
  return type === type.toUpperCase() ? spelled.toUpperCase() : spelled;
}

const bare = (label) => label.replace(/^\(|[.)]$/g, "").toLowerCase();

// Returns whether a label such as "(a)" or "1." has this number.
function isNumber(label, number) {
  return bare(label) !== "" && [String(number), inLetters(number), inRoman(number)].includes(bare(label));
}

// Returns whether an item with this label begins a list of its own, and does not go on with this one.
export function beginsList(label, list) {
  const isAfterH = bare(label) === "i" && bare(list.lastElementChild.dataset.label) === "h";
  return isNumber(label, 1) && !isNumber(label, list.children.length + 1) && !isAfterH;
}

// Copy what numbers a list or an item.
export function copyNumbering(from, to, ownProperty) {
  for (const name of ATTRIBUTES[to.localName] ?? []) {
    if (from.hasAttribute(name)) to.setAttribute(name, from.getAttribute(name));
  }
  const type = to.localName === "ol" && TYPES[ownProperty(from, "list-style-type")];
  if (type) to.type = type;
}

function labelsOf(list) {
  const items = [...list.children];
  let next = list.hasAttribute("start") || !list.reversed ? list.start : items.length;
  return items.map((item) => {
    if (item.hasAttribute("value")) next = item.value;
    const label = item.dataset.label || `${spell(next, list.type)}.`;
    next += list.reversed ? -1 : 1;
    return label;
  });
}

function toLines(list, labels) {
  let line; // the paragraph that the next item goes on
  for (const [index, item] of [...list.children].entries()) {
    const [first, ...others] = item.children;
    const paragraph = first?.localName === "p" ? first : list.ownerDocument.createElement("p");
    paragraph.prepend(`${labels[index]} `);
    const rest = paragraph === first ? others : [...item.children];
    if (line) line.append(list.ownerDocument.createElement("br"), ...paragraph.childNodes);
    else list.before(paragraph);
    line = rest.length ? null : line ?? paragraph;
    list.before(...rest);
  }
  list.remove();
}

export function writeNumbers(root) {
  const after = new Map(); // the first label of the list after, if it is written as text; by their parent
  for (const list of [...root.querySelectorAll("ol")].reverse()) {
    const labels = labelsOf(list);
    const parent = list.parentNode;
    const goesOn = labels.length === 1 && isNumber(after.get(parent) ?? "", 2);
    const isText = goesOn || !labels.every((label, index) => isNumber(label, index + 1));
    after.set(parent, isText ? labels[0] : "");
    if (isText) toLines(list, labels);
  }
}
