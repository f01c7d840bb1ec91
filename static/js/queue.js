// The moderators' queue changes while their pages are open: the number in the bar, the list, and the case on the page.
// Loaded by live.js at the first message about it.
const link = document.querySelector("[data-queue]");
const count = link?.querySelector("[data-open-cases]");
const list = document.querySelector("[data-cases]");
const article = document.querySelector("[data-case]");
let known = 0;
let waiting = null;

async function refresh() {
  const query = article ? `?case=${article.dataset.case}&version=${encodeURIComponent(article.dataset.version)}` : "";
  const answer = await fetch(link.dataset.queue + query, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { cases, note } = await answer.json();
  count.textContent = cases > 99 ? "99+" : cases; // as in templates/includes/header.html
  count.hidden = !cases;
  if (article) say(note);
  if (list) await showList();
}

function say(note) {
  const changed = article.querySelector("[data-case-changed]");
  if (changed.textContent !== note) changed.textContent = note;
  changed.hidden = !note;
}

// A list that somebody is using stays as it is: a tick or the focus would be lost, and a press would go elsewhere.
async function showList() {
  const page = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[data-cases]");
  if (!fresh || fresh.textContent === list.textContent) return;
  if (list.querySelector(":checked") || list.matches(":focus-within, :hover")) {
    document.querySelector("[data-queue-changed]").hidden = false;
  } else {
    list.replaceChildren(...fresh.childNodes);
    document.querySelector("[data-queue-changed]").hidden = true;
    list.dispatchEvent(new CustomEvent("alongside:shown", { bubbles: true }));
  }
}

// Many changes at once are one look.
export function changed({ version }) {
  if (!link || version < known) return;
  known = version;
  waiting ??= setTimeout(() => {
    waiting = null;
    refresh().catch(() => {});
  }, 200);
}
