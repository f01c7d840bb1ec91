// Make "Link to this post" a button that copies the link. Where nothing can be copied it stays a link to the post.
const posts = document.querySelector("[data-copy]");
const status = document.querySelector("[data-copy-status]");
const { copy, copied } = posts.dataset;

function prepare({ target: popover, newState }) {
  if (newState !== "open") return;
  const link = popover.querySelector("a[data-copy-link]");
  const button = popover.querySelector("button[data-copy-link]") ?? document.createElement("button");
  Object.assign(button, { type: "button", textContent: copy });
  status.textContent = "";
  if (!link) return;
  button.dataset.copyLink = link.href;
  link.replaceWith(button);
}

async function copyLink({ target }) {
  const button = target.closest("button[data-copy-link]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copyLink);
    button.textContent = copied;
    status.textContent = copied;
  } catch {
    location.assign(button.dataset.copyLink);
  }
}

if (navigator.clipboard) {
  posts.addEventListener("beforetoggle", prepare, true); // it does not bubble
  posts.addEventListener("click", copyLink);
}
