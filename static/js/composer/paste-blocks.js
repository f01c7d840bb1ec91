// Build the paragraphs, lists and quotes of pasted text. Two line breaks end a paragraph.
const DEPTHS = { blockquote: 5, ul: 6, ol: 6 }; // the server refuses deep nesting

const inert = document.implementation.createHTMLDocument("");
const create = (name) => inert.createElement(name);
const isBreak = (node) => node?.nodeName === "BR";
const isBlank = (node) => isBreak(node) || !node.textContent.trim();

// Returns the inline nodes of each paragraph, without blanks around them and at the ends of lines.
function paragraphsOf(nodes) {
  const paragraphs = [];
  let skipped = []; // blanks since the last words
  for (const node of nodes) {
    if (isBlank(node)) skipped.push(node);
    else {
      const breaks = skipped.filter(isBreak).length;
      if (breaks > 1 || !paragraphs.length) paragraphs.push([node]);
      else paragraphs.at(-1).push(...(breaks ? [create("br")] : skipped), node);
      skipped = [];
    }
  }
  return paragraphs;
}

const isList = (node) => node?.localName === "ul" || node?.localName === "ol";

// An item with nothing but lists belongs to the item before it; a first one has only its list's items.
function joinLists(item) {
  const isText = item.previousElementSibling?.localName === "p"; // directly in the list
  if (isText || ![...item.children].every(isList)) return;
  for (const list of [...item.children]) {
    const before = item.previousElementSibling;
    const target = before ? before.lastElementChild : item.parentNode;
    if (before && target?.localName !== list.localName) before.append(list);
    else if (target.localName === list.localName) {
      for (const inner of [...list.children]) target.insertBefore(inner, before ? null : item);
      list.remove();
    }
    if (!item.children.length) item.remove();
  }
}

export function blockBuilder({ beginsList, copyNumbering, ownProperty }) {
  const root = create("div");
  const opened = [root];
  let items = []; // of a list that is written as paragraphs with levels: { level, list, item }
  let inItem = false; // text that follows ends their list
  let inline = [];

  function flush() {
    const target = items.at(-1)?.item ?? opened.at(-1);
    for (const nodes of paragraphsOf(inline)) {
      const paragraph = create("p");
      paragraph.append(...nodes);
      target.append(paragraph);
    }
    inline = [];
  }

  // Returns whether the element was opened, and must be closed; one that is nested too deeply is left out.
  function open(source) {
    const name = source.localName;
    endLevels();
    const parent = opened.at(-1);
    if (opened.filter(({ localName }) => localName === name).length >= (DEPTHS[name] ?? Infinity)) return false;
    const element = create(name);
    copyNumbering(source, element, ownProperty);
    const inList = ["ul", "ol"].includes(parent.localName) && name !== "li";
    (inList ? parent.lastElementChild ?? parent.appendChild(create("li")) : parent).append(element);
    opened.push(element);
    return true;
  }

  function endLevels() {
    flush();
    items = [];
  }

  // Begin an item of a list that is written as paragraphs with levels, the outermost being 1.
  function openLevel(level, name, label = "") {
    flush();
    while (items.length && items.at(-1).level > level) items.pop();
    const last = items.at(-1)?.level === level ? items.at(-1).list : null;
    if (last && (last.localName !== name || (name === "ol" && beginsList(label, last)))) items.pop();
    if (items.at(-1)?.level !== level) {
      const list = create(name);
      (items.at(-1)?.item ?? opened.at(-1)).append(list);
      items.push({ level, list });
    }
    items.at(-1).item = items.at(-1).list.appendChild(create("li"));
    items.at(-1).item.dataset.label = label;
    inItem = true;
  }

  return {
    root, open, openLevel, flush, endLevels,
    close() {
      endLevels();
      const closed = opened.pop();
      if (isList(closed)) [...closed.children].forEach(joinLists);
    },
    endItem() { flush(); inItem = false; },
    add(node) {
      if (!inItem) items = [];
      inline.push(node);
    },
    lineBreak: () => inline.push(create("br")),
    // A line of its own: what is before it ends with a break.
    endLine() { if (inline.length && !isBreak(inline.at(-1))) inline.push(create("br")); },
    endsWithSpace: () => !inline.length || isBreak(inline.at(-1)) || /\s$/.test(inline.at(-1).textContent),
  };
}
