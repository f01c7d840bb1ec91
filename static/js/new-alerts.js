// On the page of notifications: offer the newer ones when the bell's number rises. The list does not move by itself.
const offer = document.querySelector("[data-new-alerts]");
let shown = Number(document.querySelector("[data-bell-count]").textContent);

document.addEventListener("alongside:unread", ({ detail: unread }) => {
  if (unread > shown) offer.hidden = false;
  shown = unread;
});
document.addEventListener("htmx:afterSettle", () => { offer.hidden = true; }); // the list is the newest again
