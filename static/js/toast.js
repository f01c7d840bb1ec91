// Close a toast by its button or by Escape, and return focus to where it came from.
let previousFocus;

function close(toast) {
  const hadFocus = toast.contains(document.activeElement);
  toast.remove();
  if (!hadFocus) return;
  const popover = previousFocus?.closest("[popover]:not(:popover-open)"); // in there nothing gets focus: its button does
  const wanted = popover ? document.querySelector(`[popovertarget="${popover.id}"]`) : previousFocus;
  (wanted?.isConnected ? wanted : document.querySelector("main")).focus();
}

// It stays until it is closed, but never over the button of somebody who has gone on to write.
document.addEventListener("focusin", ({ target }) => {
  if (target.closest("[data-composer]")) document.querySelector(".toast")?.remove();
});
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
