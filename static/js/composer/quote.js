// Insert a post as a quote into the reply form, below what is typed already; where a part of the post is selected, only
// that part. On a page without a reply form the link opens one.
const MAX_LENGTH = 600; // characters, the same as in community/forum/quoting.py

let selected = { post: null, text: "" };

function selectedIn(post) {
  const selection = getSelection();
  const body = post.querySelector(".body");
  const inside = body.contains(selection.anchorNode) && body.contains(selection.focusNode);
  return inside ? selection.toString().trim() : "";
}

// Returns the post's own text without its quotes, unless it has only quotes.
function ownText(post) {
  const body = post.querySelector(".body");
  const quotes = body.querySelectorAll("blockquote");
  for (const quote of quotes) quote.hidden = true;
  const own = body.innerText.trim();
  for (const quote of quotes) quote.hidden = false;
  return own || body.innerText.trim();
}

function shorten(text) {
  const characters = [...text];
  return characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH - 1).join("").trimEnd()}…` : text;
}

function quoteOf(post, text, attribution) {
  const heading = post.querySelector(".by");
  const address = new URL(post.querySelector(".at a").href).pathname;
  const firstLine = attribution.replace("{name}", `${heading.innerText.trim()} (${address})`);
  const lines = [firstLine, "", ...shorten(text).split("\n")];
  return lines.map((line) => `> ${line}`.trimEnd()).join("\n");
}

async function insertInEditor(editor, text) {
  const { toDocument } = await import(document.querySelector("template[data-editor]").dataset.plainText);
  const { content } = toDocument(`${text}\n\n`);
  if (editor.isEmpty) editor.commands.setContent({ type: "doc", content });
  else editor.commands.insertContentAt(editor.state.doc.content.size, content);
  editor.commands.focus("end");
}

function insertInBox(box, text) {
  box.value = [box.value.trimEnd(), text].filter(Boolean).join("\n\n") + "\n\n";
  box.setSelectionRange(box.value.length, box.value.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

// Read the selection before the click, because the press clears it.
document.addEventListener("pointerdown", ({ target }) => {
  const post = target.closest("[data-quote]")?.closest(".post");
  if (post) selected = { post, text: selectedIn(post) };
});

export function quote(link) {
  const box = document.querySelector("#reply textarea[name=body]");
  const post = link.closest(".post");
  const text = selectedIn(post) || (selected.post === post && selected.text) || ownText(post);
  const composer = box.closest("[data-composer]");
  const { attribution } = composer.querySelector("[data-attribution]").dataset;
  const quotation = quoteOf(post, text, attribution);
  const editor = composer.querySelector("[contenteditable]")?.editor;
  selected = { post: null, text: "" };
  if (editor) insertInEditor(editor, quotation);
  else insertInBox(box, quotation);
}
