// Load the scripts that help with writing on demand: templates/forum/_composer.html says which and when.
const form = document.querySelector("form:has([data-composer])");

async function load() {
  try {
    await Promise.all([...form.querySelectorAll("[data-helper]")].map(({ dataset }) => import(dataset.helper)));
  } catch {
    const status = form.querySelector("[data-draft]:empty"); // the next input event tries again
    if (status && form.elements.body.value) status.textContent = status.dataset.unsaved;
  }
}

try {
  const hasCopy = Object.keys(localStorage).some((key) => key.startsWith("draft:"));
  const hasSent = Object.keys(sessionStorage).some((key) => key.startsWith("sent:"));
  if (hasCopy || hasSent) import(document.querySelector("script[data-local-drafts]").dataset.localDrafts);
  if (form && hasCopy) load();
} catch {
  // storage is blocked
}

if (form) {
  // Not for the submit button: nothing may move under the pointer or delay the form.
  const onActivity = ({ target }) => target.closest(".form-actions") || load();
  for (const type of ["pointerdown", "focusin", "input"]) form.addEventListener(type, onActivity);
  const hasText = () => form.elements.body.value || form.matches(":focus-within, :has([data-at-once])");
  if (hasText()) load();
  addEventListener("pageshow", () => hasText() && load()); // browsers fill a form again after its scripts have run
}

if (form?.dataset.quoting) {
  const loadQuote = () => import(form.dataset.quoting).catch(() => ({}));
  document.addEventListener("selectionchange", loadQuote);
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-quote]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { quote = () => location.assign(link.href) } = await loadQuote();
    link.closest("[popover]")?.hidePopover?.(); // before the box gets the focus, which would go back otherwise
    quote(link);
  });
}
