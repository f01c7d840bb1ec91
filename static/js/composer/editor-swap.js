// Swap a plain text box for the rich editor, and back. The box stays the form field and always holds the plain text;
// the HTML joins the form only while it is submitted, so a reloaded or restored page never shows HTML.
export function swapIn(box, html, fragment, tools) {
  const { createEditor, toDocument, toPlainText, positionOf, findAddresses, runToolbar, runLink } = tools;
  const composer = box.closest("[data-composer]");
  const [root, swapBack] = fragment.children;
  const editor = createEditor(tools, { container: root, box, content: html || toDocument(box.value) });
  const { dom } = editor.view;
  const controller = new AbortController();
  const { signal } = controller;

  function showEditor() {
    const focused = document.activeElement; // keep it at its position on the screen
    const inBox = focused === box;
    const { top } = focused.getBoundingClientRect();
    const { value, selectionStart: from, selectionEnd: to } = box;
    box.before(root);
    const { tr, doc, selection } = editor.state;
    if (html) editor.view.dispatch(tr.setSelection(selection.constructor.atEnd(doc)));
    else {
      const [start, end] = [from, to].map((offset) => positionOf(value, offset, toDocument));
      editor.commands.setTextSelection({ from: start, to: end });
    }
    if (inBox) editor.view.focus();
    box.removeAttribute("id"); // the editor has this id now, as the target of links to the field
    box.hidden = true;
    if (focused === document.body) return;
    scrollBy({ top: (inBox ? dom : focused).getBoundingClientRect().top - top, behavior: "instant" });
  }

  function showBox() {
    box.dataset.html = editor.getHTML(); // restored with the editor if the text is not changed
    box.defaultValue = box.value = toPlainText(editor.state.doc, findAddresses);
    controller.abort();
    box.id = dom.id;
    editor.destroy();
    root.remove();
    box.hidden = false;
    box.after(swapBack);
    composer.dataset.composer = "plain";
    box.focus();
  }

  function restart() {
    swapBack.remove();
    composer.dataset.composer = "";
    box.focus(); // js/composer.js loads the editor on focus
  }

  runToolbar(root, editor);
  runLink(root, editor);
  root.querySelector("[data-plain]").addEventListener("click", showBox);
  swapBack.querySelector("button").addEventListener("click", restart);
  composer.querySelector("label").addEventListener("click", () => editor.view.focus(), { signal });
  box.form.addEventListener("formdata", ({ formData }) => {
    formData.set(box.name, editor.isEmpty ? "" : editor.getHTML().replaceAll("<p></p>", ""));
    formData.set("rich", "on");
  }, { signal });
  editor.on("update", () => {
    box.value = toPlainText(editor.state.doc, findAddresses);
    box.dispatchEvent(new Event("input", { bubbles: true })); // for scripts that listen to the box
  });
  showEditor();
}
