// Show the number of unread notifications on the bell in the header, and in its accessible name.
document.addEventListener("alongside:unread", ({ target: bell, detail: unread }) => {
  const count = bell.querySelector("[data-bell-count]");
  count.textContent = unread;
  count.hidden = !unread;
  bell.setAttribute("aria-label", unread ? bell.dataset.some.replace("{n}", unread) : bell.dataset.none);
});
