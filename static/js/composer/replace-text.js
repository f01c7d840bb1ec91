// Replace the text of a composer: in the rich editor where it is loaded, else in the plain box.
export async function replaceText(form, { title, words, html, choices }) {
  const box = form.elements.body;
  const composer = box.closest("[data-composer]");
  const editor = composer.querySelector("[contenteditable]")?.editor;
  form.elements.shown?.remove(); // a draft was not typed since this form was shown (composing/typing_time.py)
  if (form.elements.title) form.elements.title.value = title;
  for (const [name, value] of new URLSearchParams(choices)) {
    const field = form.querySelector(`input:not([type=hidden])[name="${name}"][value="${CSS.escape(value)}"]`);
    if (field && !field.checked) field.click(); // the line above a folded choice then says it too
  }
  if (editor) {
    const { toDocument } = await import(document.querySelector("template[data-editor]").dataset.plainText);
    editor.chain().selectAll().deleteSelection().insertContent(html || toDocument(words).content).run();
    editor.view.focus();
    return;
  }
  box.defaultValue = box.value = words;
  if (html) box.dataset.html = html;
  else delete box.dataset.html;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.blur(); // focus again below, so that the editor starts with the formatting
  box.focus();
}
