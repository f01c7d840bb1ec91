// Show who wrote a post beside their name: on a press of it, on focus by keyboard, and from "About" in "More". The card is
// fetched then, once for each person. Its last link leads to their page, as the name does without script.
const card = document.querySelector("[data-card]");
const posts = document.querySelector("[data-posts]");
const cards = new Map();
let wanted;

async function fetchCard(href) {
  if (!cards.has(href)) {
    const response = await fetch(`${href}card/`);
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    cards.set(href, await response.text());
  }
  return cards.get(href);
}

// After the name in the page, so that Tab leads from the name to the card.
async function show(name) {
  if (wanted === name && card.matches(":popover-open")) return;
  wanted = name;
  const html = await fetchCard(name.href);
  if (wanted !== name) return; // another one was asked for meanwhile
  card.hidePopover();
  card.innerHTML = html;
  name.closest("header").append(card);
  card.showPopover({ source: name });
}

async function onClick(event) {
  const link = event.target.closest(".by a, a[data-about]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const name = link.closest(".post").querySelector(".by a");
  link.closest("[popover]")?.hidePopover();
  const byKeyboard = event.detail === 0;
  try {
    await show(name);
    if (byKeyboard) card.querySelector("a").focus();
  } catch {
    location.assign(link.href);
  }
}

function onFocus({ target }) {
  if (target.matches(".by a:focus-visible")) show(target).catch(() => {}); // a press leads to the page
}

function onFocusOut({ relatedTarget }) {
  if (relatedTarget === wanted || card.contains(relatedTarget)) return;
  wanted = null;
  if (relatedTarget) card.hidePopover();
}

if (card.showPopover) {
  posts.addEventListener("click", onClick);
  posts.addEventListener("focusin", onFocus);
  posts.addEventListener("focusout", onFocusOut);
}
