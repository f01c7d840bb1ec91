// Preview display settings on the whole page while they are chosen, before saving. The language changes on saving only.
const form = document.querySelector("[data-display]");
const page = document.documentElement;
const highContrast = document.querySelector("[data-high-contrast]");

function show() {
  const chosen = new FormData(form);
  for (const name of ["theme", "contrast", "text", "spacing"]) {
    if (chosen.get(name)) page.dataset[name] = chosen.get(name);
    else delete page.dataset[name];
  }
  highContrast.media = chosen.get("contrast") ? "all" : "(prefers-contrast: more)";
}

form.addEventListener("change", show);
// Firefox restores the choices when the page is reloaded.
show();
