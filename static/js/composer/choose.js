// Two texts for one draft: show the other one beside the current one, and let the author choose.
const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
  month: "short", day: "numeric", hour: "numeric", minute: "2-digit",
});

// `kind` names the template with the sentence and the two buttons. `put` brings the other text into the form; `chosen`
// is told whether it was accepted.
export function choose(form, kind, { title, words, html, at }, put, chosen) {
  const container = form.querySelector("[data-choices]");
  const choice = form.querySelector(`template[data-${kind}]`).content.firstElementChild.cloneNode(true);
  choice.querySelector("[data-at]").textContent = clock.format(new Date(at));
  choice.querySelector("[data-other]").textContent = [title, words].filter(Boolean).join("\n\n");
  choice.querySelector("[data-take]").addEventListener("click", async () => {
    choice.remove();
    await put(form, { title, words, html });
    chosen(true);
  });
  choice.querySelector("[data-leave]").addEventListener("click", () => {
    choice.remove();
    (form.querySelector("[contenteditable]") ?? form.elements.body).focus();
    chosen(false);
  });
  container.replaceChildren(choice);
}
