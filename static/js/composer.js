// The plain text box of a post gives way to a rich editor when it is first focused; nothing of the editor loads before.
// Until then, and whenever something fails on the way, the plain box works by itself.
const BOXES = "[data-composer] textarea";
const PATIENCE = 10_000;

const parts = document.querySelector("template[data-editor]");
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
  loading.catch(() => { loading = undefined; }); // the next focus tries again
  return loading;
}

// What was formatted before, unless somebody has written into the box since.
function formatted(box) {
  return (box.value === box.defaultValue && box.dataset.html) || "";
}

async function begin(box) {
  if (box.hidden || box.closest("[data-composer]").dataset.composer === "plain") return;
  // Formatting and plain typing cannot be merged: such a box waits for the editor, but not for ever.
  box.readOnly = Boolean(formatted(box));
  setTimeout(() => { box.readOnly = false; }, PATIENCE);
  try {
    const [engine, { takeOver }, ...tools] = await load();
    if (composing) await new Promise((done) => document.addEventListener("compositionend", done, { once: true }));
    if (box.hidden || (document.activeElement !== box && !formatted(box))) return;
    takeOver(box, formatted(box), parts.content.cloneNode(true), Object.assign({ engine }, ...tools));
  } finally {
    box.readOnly = false;
  }
}

if (parts) {
  const start = (box) => begin(box).catch(() => {});
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  document.addEventListener("focusin", ({ target }) => { if (target.matches(BOXES)) start(target); });
  for (const box of document.querySelectorAll(BOXES)) if (formatted(box) || document.activeElement === box) start(box);
}
