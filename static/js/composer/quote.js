// "Quote" under a post puts its words into the reply at hand, below what is typed already; where some of its words are
// selected, only these. Without a reply form on this page the link leads to one.
const PASSAGE = 600; // as community/forum/quoting.py has it

let selected = { post: null, text: "" };

function selectedIn(post) {
  const selection = getSelection();
  const body = post.querySelector(".body");
  const inside = body.contains(selection.anchorNode) && body.contains(selection.focusNode);
  return inside ? selection.toString().trim() : "";
}

// What the post says itself, without what it quotes.
function ownWords(post) {
  const body = post.querySelector(".body");
  const quotes = body.querySelectorAll("blockquote");
  for (const quote of quotes) quote.hidden = true;
  const own = body.innerText.trim();
  for (const quote of quotes) quote.hidden = false;
  return own || body.innerText.trim();
}

function passage(text) {
  const letters = [...text];
  return letters.length > PASSAGE ? `${letters.slice(0, PASSAGE - 1).join("").trimEnd()}…` : text;
}

function quoted(post, text, wrote) {
  const heading = post.querySelector(".by");
  const address = new URL(post.querySelector(".at a").href).pathname;
  const lines = [wrote.replace("{name}", `${heading.innerText.trim()} (${address})`), "", ...passage(text).split("\n")];
  return lines.map((line) => `> ${line}`.trimEnd()).join("\n");
}

async function intoEditor(editor, words) {
  const { toDocument } = await import(document.querySelector("template[data-editor]").dataset.words);
  const { content } = toDocument(`${words}\n\n`);
  if (editor.isEmpty) editor.commands.setContent({ type: "doc", content });
  else editor.commands.insertContentAt(editor.state.doc.content.size, content);
  editor.commands.focus("end");
}

function intoBox(box, words) {
  box.value = [box.value.trimEnd(), words].filter(Boolean).join("\n\n") + "\n\n";
  box.setSelectionRange(box.value.length, box.value.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

// A finger or a mouse takes the selection away before the click comes.
document.addEventListener("pointerdown", ({ target }) => {
  const post = target.closest("[data-quote]")?.closest(".post");
  if (post) selected = { post, text: selectedIn(post) };
});

export function quote(link) {
  const box = document.querySelector("#reply textarea[name=body]");
  const post = link.closest(".post");
  const text = selectedIn(post) || (selected.post === post && selected.text) || ownWords(post);
  const composer = box.closest("[data-composer]");
  const words = quoted(post, text, composer.querySelector("[data-wrote]").dataset.wrote);
  const editor = composer.querySelector("[contenteditable]")?.editor;
  selected = { post: null, text: "" };
  if (editor) intoEditor(editor, words);
  else intoBox(box, words);
}
