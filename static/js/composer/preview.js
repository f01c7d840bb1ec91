// Focus a preview that was inserted, so that it is read out or seen at once.
document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target.id === "preview") target.querySelector("h2")?.focus();
});
