// Two texts for one draft: show the other one beside the form's, and let the author choose.
const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
  month: "short", day: "numeric", hour: "numeric", minute: "2-digit",
});

// `kind` names the template with the sentence and the two buttons. `replaceText` puts the other text into the form;
// `onChoice` is called with whether it was accepted.
export function offerChoice(form, kind, { title, words, html, at }, replaceText, onChoice) {
  const container = form.querySelector("[data-choices]");
  const choice = form.querySelector(`template[data-${kind}]`).content.firstElementChild.cloneNode(true);
  choice.querySelector("[data-at]").textContent = clock.format(new Date(at));
  choice.querySelector("[data-other]").textContent = [title, words].filter(Boolean).join("\n\n");
  choice.querySelector("[data-accept]").addEventListener("click", async () => {
    choice.remove();
    await replaceText(form, { title, words, html });
    onChoice(true);
  });
  choice.querySelector("[data-decline]").addEventListener("click", () => {
    choice.remove();
    (form.querySelector("[contenteditable]") ?? form.elements.body).focus();
    onChoice(false);
  });
  container.replaceChildren(choice);
}
