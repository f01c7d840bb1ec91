// Replace the plain text box of a post with the rich editor on first focus (templates/forum/_editor.html).
const template = document.querySelector("template[data-editor]");
const box = document.querySelector("[data-composer] textarea");
let loading;
let composing = false;

function loadStyle(href) {
  return new Promise((onload, onerror) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload, onerror }));
  });
}

function load() {
  const { engine, editorSwap, plainText, style, ...others } = template.dataset;
  const modules = Object.keys(others).filter((name) => name.startsWith("module")).map((name) => others[name]);
  const addresses = [engine, editorSwap, plainText, ...modules];
  loading ??= Promise.all([...addresses.map((url) => import(url)), loadStyle(style)]);
  loading.catch(() => { loading = undefined; });
  return loading;
}

// The formatted text that the page came with, unless the box was changed since.
const formatted = () => (box.value === box.defaultValue && box.dataset.html) || "";

async function start() {
  if (box.closest("[data-composer]").dataset.composer) return;
  box.readOnly = Boolean(formatted()); // formatting and plain typing cannot be merged
  setTimeout(() => { box.readOnly = false; }, 10_000);
  try {
    const [engine, { swapIn }, ...tools] = await load();
    if (composing) await new Promise((done) => box.addEventListener("compositionend", done, { once: true }));
    if (box.hidden || (document.activeElement !== box && !formatted())) return;
    swapIn(box, formatted(), template.content.cloneNode(true), Object.assign({ engine }, ...tools));
  } catch {
    // the next focus tries again
  } finally {
    box.readOnly = false;
  }
}

box.addEventListener("compositionstart", () => { composing = true; });
box.addEventListener("compositionend", () => { composing = false; });
box.addEventListener("focus", start);
if (formatted() || document.activeElement === box) start();
