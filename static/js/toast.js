// What the page says after something was done in place stays until it is closed, by its button or by Escape.
let cameFrom;

function close(toast) {
  const inside = toast.contains(document.activeElement);
  toast.remove();
  if (inside) (cameFrom?.isConnected ? cameFrom : document.querySelector("main")).focus();
}

document.addEventListener("focusin", ({ target, relatedTarget }) => {
  if (target.closest(".toast") && !relatedTarget?.closest(".toast")) cameFrom = relatedTarget;
});
document.addEventListener("click", ({ target }) => {
  const toast = target.closest("[data-dismiss]")?.closest(".toast");
  if (toast) close(toast);
});
document.addEventListener("keydown", ({ key }) => {
  const toast = document.querySelector(".toast");
  if (key === "Escape" && toast && !document.querySelector("dialog[open]")) close(toast);
});
