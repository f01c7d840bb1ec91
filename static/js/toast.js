// Close a toast by its button or by Escape, and return focus to where it came from.
let previousFocus;

function close(toast) {
  const hadFocus = toast.contains(document.activeElement);
  toast.remove();
  if (hadFocus) (previousFocus?.isConnected ? previousFocus : document.querySelector("main")).focus();
}

document.addEventListener("focusin", ({ target, relatedTarget }) => {
  if (target.closest(".toast") && !relatedTarget?.closest(".toast")) previousFocus = relatedTarget;
});
document.addEventListener("click", ({ target }) => {
  const toast = target.closest("[data-dismiss]")?.closest(".toast");
  if (toast) close(toast);
});
document.addEventListener("keydown", ({ key }) => {
  const toast = document.querySelector(".toast");
  if (key === "Escape" && toast && !document.querySelector("dialog[open]")) close(toast);
});
