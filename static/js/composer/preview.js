// A preview that came in place gets focus, so that she hears or sees it wherever she pressed.
document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target.id === "preview") target.querySelector("h2")?.focus();
});
