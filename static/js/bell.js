// The bell in the header says how much is unread, as a number and in its name.
document.addEventListener("alongside:unread", ({ target: bell, detail: unread }) => {
  const count = bell.querySelector("[data-bell-count]");
  count.textContent = unread;
  count.hidden = !unread;
  bell.setAttribute("aria-label", unread ? bell.dataset.some.replace("{n}", unread) : bell.dataset.none);
});
