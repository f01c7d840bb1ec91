// The editor takes the place of a plain box, and gives it back. The box stays the form's field and always holds the
// words; the HTML joins the form only as it is sent, so a page that is reloaded or comes back never shows HTML.
export function takeOver(box, html, parts, tools) {
  const { createEditor, toDocument, toWords, positionOf, runToolbar, runLink } = tools;
  const composer = box.closest("[data-composer]");
  const [root, again] = parts.children;
  const editor = createEditor(tools, { container: root, box, content: html || toDocument(box.value) });
  const { dom } = editor.view;
  const over = new AbortController();
  const until = { signal: over.signal };

  function enter() {
    const held = document.activeElement; // keep the focus where it is
    const focused = held === box;
    const { top } = held.getBoundingClientRect();
    const { value, selectionStart: from, selectionEnd: to } = box;
    box.before(root);
    const { tr, doc, selection } = editor.state;
    if (html) editor.view.dispatch(tr.setSelection(selection.constructor.atEnd(doc)));
    else editor.commands.setTextSelection({ from: positionOf(value, from), to: positionOf(value, to) });
    if (focused) editor.view.focus();
    box.removeAttribute("id"); // the editor bears it now: links to the field lead there
    box.hidden = true;
    if (held === document.body) return;
    scrollBy({ top: (focused ? dom : held).getBoundingClientRect().top - top, behavior: "instant" });
  }

  function leave() {
    box.dataset.html = editor.getHTML(); // for coming back, should the words stay as they are
    box.defaultValue = box.value = toWords(editor.state.doc);
    over.abort();
    box.id = dom.id;
    editor.destroy();
    root.remove();
    box.hidden = false;
    box.after(again);
    composer.dataset.composer = "plain";
    box.focus();
  }

  function comeBack() {
    again.remove();
    composer.dataset.composer = "";
    box.focus(); // which starts the editor
  }

  runToolbar(root, editor);
  runLink(root, editor);
  root.querySelector("[data-plain]").addEventListener("click", leave);
  again.querySelector("button").addEventListener("click", comeBack);
  composer.querySelector("label").addEventListener("click", () => editor.view.focus(), until);
  box.form.addEventListener("formdata", ({ formData }) => {
    formData.set(box.name, editor.isEmpty ? "" : editor.getHTML().replaceAll("<p></p>", ""));
    formData.set("rich", "on");
  }, until);
  editor.on("update", () => {
    box.value = toWords(editor.state.doc);
    box.dispatchEvent(new Event("input", { bubbles: true })); // for whoever listens to the box
  });
  enter();
}
