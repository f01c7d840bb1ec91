// On the page of choices: the whole page shows what is chosen, before it is saved. Language waits for "Save".
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
// Firefox keeps what was pressed when the page is opened again.
show();
