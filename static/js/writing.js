// Fetches what helps with writing when it is needed: templates/forum/_composer.html says what and when.
const form = document.querySelector("form:has([data-composer])");

async function help() {
  try {
    await Promise.all([...form.querySelectorAll("[data-helper]")].map(({ dataset }) => import(dataset.helper)));
  } catch {
    const status = form.querySelector("[data-draft]:empty"); // and the next letter tries again
    if (status && form.elements.body.value) status.textContent = status.dataset.unkept;
  }
}

try {
  if (Object.keys(localStorage).some((key) => key.startsWith("draft:"))) {
    import(document.querySelector("script[data-copies]").dataset.copies);
    if (form) help();
  }
} catch {
  // this browser keeps nothing
}

if (form) {
  // Not for the button that posts: nothing may move under a finger that presses it, nor hold the form back.
  const wanted = ({ target }) => target.closest(".acts-of-form") || help();
  for (const type of ["pointerdown", "focusin", "input"]) form.addEventListener(type, wanted);
  if (form.elements.body.value || form.matches(":focus-within, :has([data-at-once])")) help();
}

if (form?.dataset.quoting) {
  const quoter = () => import(form.dataset.quoting).catch(() => ({}));
  document.addEventListener("selectionchange", quoter);
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-quote]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { quote = () => location.assign(link.href) } = await quoter();
    quote(link);
  });
}
