// The account's menu closes by itself: on Escape, on a press beside it, and when the focus goes on to the page.
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
