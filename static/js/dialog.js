// Run the page's one dialog (templates/includes/dialog.html): htmx loads a part of another page into it from an
// ordinary link. Escape and Close close it. Its content stays for the same link, and focus returns to that link.
const dialog = document.querySelector("dialog[data-dialog]");
const container = dialog.querySelector("[data-content]");
let opener;
let address = "";

function show() {
  const heading = container.querySelector("h1, h2");
  if (!heading) return; // the form succeeded: the response was for the page behind the dialog
  heading.id ||= "dialog-heading";
  heading.tabIndex = -1;
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.querySelector("[data-status]").replaceChildren(); // an earlier connection error is outdated
  if (dialog.open) return;
  dialog.showModal();
  container.scrollTop = 0;
  heading.focus({ preventScroll: true });
}

// Show the content that is loaded already when the same link is followed again, so that typed text is not lost.
function reopen(event) {
  const { elt, target } = event.detail;
  if (target !== container || dialog.contains(elt)) return;
  opener = elt;
  if (elt.href === address && container.children.length) {
    event.preventDefault();
    show();
  }
}

// Set the address only after a successful swap: a failed or pending request must not claim the old content.
function showLoaded({ detail: { target, requestConfig } }) {
  if (target !== container) return;
  address = requestConfig.elt.href ?? address; // a form's response belongs to the link that loaded the form
  show();
}

document.addEventListener("htmx:beforeRequest", reopen);
document.addEventListener("htmx:afterSwap", showLoaded);
document.addEventListener("alongside:done", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault(); // outside a dialog this link leads back to the previous page
  dialog.close();
});
// Safari does not focus a pressed link, so the browser cannot restore focus to it; and what is in a closed popover gets
// no focus, but its button does. What a response replaced has a successor with "autofocus".
dialog.addEventListener("close", () => {
  if (document.activeElement !== document.body && !dialog.contains(document.activeElement)) return;
  const wanted = opener?.isConnected ? opener : document.querySelector("[popover] [autofocus]");
  const popover = wanted?.closest("[popover]:not(:popover-open)");
  (popover ? document.querySelector(`[popovertarget="${popover.id}"]`) : wanted)?.focus();
});
