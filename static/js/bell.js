// Show the number of unread notifications on the bell, in its accessible name and in the page's title. What a press of
// the bell opens, and what announces a new one, is loaded when it is needed.
const bell = document.querySelector("[data-bell]");
const { body } = document;
const count = bell?.querySelector("[data-bell-count]");
let version = body.dataset.bellVersion;

function show(unread) {
  count.textContent = unread;
  count.hidden = !unread;
  bell.setAttribute("aria-label", unread ? bell.dataset.some.replace("{n}", unread) : bell.dataset.none);
  document.title = (unread ? `(${unread}) ` : "") + document.title.replace(/^\(\d+\) /, "");
}

document.addEventListener("alongside:unread", ({ detail: unread }) => {
  const since = version;
  const hasRisen = unread > Number(count.textContent);
  version = body.dataset.bellVersion;
  show(unread);
  if (hasRisen && !document.hidden) import(bell.dataset.arrivals).then(({ announce }) => announce(bell, since), () => {});
});

// In the bar at the bottom of a phone it stays a link: a list over the whole screen is a page with less on it.
const isLink = () => bell.ariaCurrent || getComputedStyle(bell.parentElement).position !== "static";
bell?.addEventListener("click", (event) => {
  if (isLink() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  import(bell.dataset.preview).then(({ toggle }) => toggle(bell)).catch(() => location.assign(bell.href));
});
if (bell) {
  show(Number(count.textContent));
  if (!isLink()) bell.ariaExpanded = false;
}
