// The one dialog of a page (templates/includes/dialog.html). htmx brings a part of another page into it, from an
// ordinary link. Escape and Close leave it; what was typed waits in it for the same link; focus goes back to the link.
const dialog = document.querySelector("dialog[data-dialog]");
const container = dialog.querySelector("[data-content]");
let opener;
let address = "";

function show() {
  const heading = container.querySelector("h1, h2");
  if (!heading) return; // it is done, and what came was for the page behind
  heading.id ||= "dialog-heading";
  heading.tabIndex = -1;
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.querySelector("[data-status]").replaceChildren(); // a connection that was missing is back
  if (dialog.open) return;
  dialog.showModal();
  container.scrollTop = 0;
  heading.focus({ preventScroll: true });
}

// The same link again: the form is still here as it was left.
function onReopen(event) {
  const { elt, target } = event.detail;
  if (target !== container || dialog.contains(elt)) return;
  opener = elt;
  if (elt.href === address && container.children.length) {
    event.preventDefault();
    show();
  }
}

// What stands here now belongs to this link: to none that could not be reached, nor to one that is still on its way.
function stand({ detail: { target, requestConfig } }) {
  if (target !== container) return;
  address = requestConfig.elt.href ?? address; // a form's answer belongs to the link that brought the form
  show();
}

document.addEventListener("htmx:beforeRequest", onReopen);
document.addEventListener("htmx:afterSwap", stand);
document.addEventListener("alongside:done", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault(); // on a page of its own this link leads back
  dialog.close();
});
// Browsers that do not focus a link when it is pressed have nothing to give focus back to.
dialog.addEventListener("close", () => { if (document.activeElement === document.body) opener?.focus(); });
