// Close the account menu on Escape, on a press outside it, and when focus moves out of it.
for (const menu of document.querySelectorAll("details.menu")) {
  const summary = menu.querySelector("summary");
  const close = () => { menu.open = false; };

  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    summary.focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (to && !menu.contains(to)) close();
  });
  document.addEventListener("pointerdown", ({ target }) => menu.contains(target) || close());
}
