// Take the part of a post that is to be quoted: what is selected in it, or all without its own quotes. Lists, nested
// quotes, lines, bold and links stay. community/forum/quoting.py does the same without script.
const INLINE = ["strong", "em", "b", "i", "s", "a", "br"];
const isInline = (node) => node.nodeType === Node.TEXT_NODE || INLINE.includes(node.localName);
const segmenter = new Intl.Segmenter();

// Returns the selection of the window where it is within the element; else null.
export function rangeIn(body) {
  const selection = getSelection();
  const inside = body.contains(selection.anchorNode) && body.contains(selection.focusNode);
  return inside && selection.toString().trim() ? selection.getRangeAt(0).cloneRange() : null;
}

// Returns the elements around a selection, which its copy lacks. Words within one item of a list are no list.
function around(range, body) {
  const found = [];
  let node = range.commonAncestorContainer;
  if (node.nodeType === Node.TEXT_NODE) node = node.parentElement;
  const withinLine = !node.querySelector("p, li") && !node.matches("ul, ol, blockquote");
  for (; node !== body; node = node.parentElement) {
    if (!withinLine || !node.matches("li, ul, ol")) found.push(node);
  }
  return found;
}

function selectedPart(range, body) {
  const part = document.createElement("div");
  part.append(range.cloneContents());
  for (const outer of around(range, body)) {
    const copy = outer.cloneNode(false);
    copy.append(...part.childNodes);
    part.append(copy);
  }
  return part;
}

function ownPart(body) {
  const part = body.cloneNode(true);
  for (const quote of part.querySelectorAll("blockquote")) quote.remove();
  return part.textContent.trim() ? part : body.cloneNode(true);
}

// Put lines that are in no paragraph into one, and remove what is empty.
function tidy(container) {
  let paragraph = null;
  for (const node of [...container.childNodes]) {
    if (isInline(node)) {
      if (!paragraph && node.textContent.trim()) node.before(paragraph = document.createElement("p"));
      if (paragraph) paragraph.append(node);
      else node.remove();
    } else {
      paragraph = null;
      if (node.localName !== "p") tidy(node);
      if (!node.textContent.trim()) node.remove();
    }
  }
}

// Cut after so many characters, at the end of a word where one is near, and never within a character.
function shorten(part, length) {
  let left = length;
  const texts = document.createNodeIterator(part, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.data.length <= left) { left -= node.data.length; continue; }
    let cut = "";
    for (const { segment } of segmenter.segment(node.data)) {
      if (cut.length + segment.length >= left) break;
      cut += segment;
    }
    node.data = `${cut.replace(/(\s)\S{0,30}$/, "$1").trimEnd()}…`;
    const rest = new Range();
    rest.setStartAfter(node);
    rest.setEndAfter(part.lastChild);
    rest.deleteContents();
    return;
  }
}

export function quotedPart(body, range, length) {
  const part = range ? selectedPart(range, body) : ownPart(body);
  shorten(part, length);
  tidy(part);
  return part;
}
