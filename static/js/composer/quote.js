// Insert a post as a quote into the reply form, below what is typed already; where a part of the post is selected, only
// that part. On a page without a reply form the link opens one.
const MAX_LENGTH = 600; // characters, the same as in community/forum/quoting.py
const KINDS = { UL: "bulletList", OL: "orderedList", LI: "listItem", BLOCKQUOTE: "blockquote" };

let selected = { post: null, range: null };

// Returns the quote as an element: who wrote it, with a link to the post, and the part.
function quoteOf(post, part, attribution) {
  const quote = document.createElement("blockquote");
  const wrote = document.createElement("p");
  const href = new URL(post.querySelector(".at a").href).pathname;
  const name = Object.assign(document.createElement("a"), { textContent: post.querySelector(".by").innerText.trim() });
  name.setAttribute("href", href);
  const [before, after] = attribution.split("{name}");
  wrote.append(before, name, after);
  quote.append(wrote, ...part.childNodes);
  return quote;
}

const leavesOf = (element) =>
  [...element.childNodes].flatMap((node) => (node.childNodes.length ? leavesOf(node) : [node]));

// Returns the element as the editor's document has it, for js/composer/to-plain-text.js: a plain box has no editor.
function asNode(element) {
  return {
    isTextblock: element.localName === "p",
    type: { name: KINDS[element.nodeName] },
    content: { content: [...element.childNodes].map(asNode) },
    forEach: (act) => leavesOf(element).map(asLeaf).forEach((leaf) => act(leaf)),
  };
}

function asLeaf(node) {
  const href = node.parentElement.closest("a")?.getAttribute("href");
  const found = href ? [{ type: { name: "link" }, attrs: { href } }] : [];
  return { isText: node.nodeName === "#text", text: node.data, marks: found };
}

function insertInEditor(editor, html) {
  if (editor.isEmpty) editor.commands.setContent(html);
  else editor.commands.insertContentAt(editor.state.doc.content.size, html);
  editor.commands.setTextSelection(editor.state.doc.content.size - 1); // before a key that is pressed meanwhile
  editor.view.focus();
}

// The editor starts with `html` where it loads only now, as js/composer.js does with a text that was formatted before.
function insertInBox(box, text, html) {
  const value = [box.value.trimEnd(), text].filter(Boolean).join("\n\n") + "\n\n";
  if (!box.value.trim()) Object.assign(box, { defaultValue: value }).dataset.html = html;
  box.value = value;
  box.setSelectionRange(box.value.length, box.value.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

const modules = ["quotedPart", "toPlainText", "addresses"].map((name) =>
  import(document.querySelector("form[data-quoting]").dataset[name]));
const [{ quotedPart, rangeIn }, { toPlainText }, { findAddresses }] = await Promise.all(modules);

// Read the selection before the click, because the press clears it: that of "More", which "Quote" is in, or its own.
document.addEventListener("pointerdown", ({ target }) => {
  const post = target.closest("[data-quote], .actions > [popovertarget]")?.closest(".post");
  const range = post && rangeIn(post.querySelector(".body"));
  if (range || (post && !target.closest("[data-quote]"))) selected = { post, range };
});

export function quote(link) {
  const box = document.querySelector("#reply textarea[name=body]");
  const post = link.closest(".post");
  const body = post.querySelector(".body");
  const range = rangeIn(body) ?? (selected.post === post ? selected.range : null);
  const composer = box.closest("[data-composer]");
  const { attribution } = composer.querySelector("[data-attribution]").dataset;
  const quotation = quoteOf(post, quotedPart(body, range, MAX_LENGTH), attribution);
  selected = { post: null, range: null };
  const editor = composer.querySelector("[contenteditable]")?.editor;
  if (editor) insertInEditor(editor, `${quotation.outerHTML}<p></p>`);
  else insertInBox(box, toPlainText(asNode(quotation), findAddresses), `${quotation.outerHTML}<p></p>`);
}
