// The plain text box of a post gives way to a rich editor when it is first focused: templates/forum/_editor.html.
const parts = document.querySelector("template[data-editor]");
const box = document.querySelector("[data-composer] textarea");
let loading;
let composing = false;

function linked(href) {
  return new Promise((onload, onerror) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload, onerror }));
  });
}

function load() {
  const { engine, swap, rich, words, pasted, toolbar, link, style } = parts.dataset;
  const modules = [engine, swap, rich, words, pasted, toolbar, link];
  loading ??= Promise.all([...modules.map((url) => import(url)), linked(style)]);
  loading.catch(() => { loading = undefined; });
  return loading;
}

// What was formatted before, unless somebody has written into the box since.
const formatted = () => (box.value === box.defaultValue && box.dataset.html) || "";

async function begin() {
  if (box.closest("[data-composer]").dataset.composer) return;
  box.readOnly = Boolean(formatted()); // it cannot be merged with plain typing
  setTimeout(() => { box.readOnly = false; }, 10_000);
  try {
    const [engine, { takeOver }, ...tools] = await load();
    if (composing) await new Promise((done) => box.addEventListener("compositionend", done, { once: true }));
    if (box.hidden || (document.activeElement !== box && !formatted())) return;
    takeOver(box, formatted(), parts.content.cloneNode(true), Object.assign({ engine }, ...tools));
  } catch {
    // the next focus tries again
  } finally {
    box.readOnly = false;
  }
}

box.addEventListener("compositionstart", () => { composing = true; });
box.addEventListener("compositionend", () => { composing = false; });
box.addEventListener("focus", begin);
if (formatted() || document.activeElement === box) begin();
