// Announce one new notification at the bottom of the page, politely and without taking the focus. It goes by itself
// after a while, as nothing is lost: the bell has it. Never two at once, nor beside a message about the member's own act.
const SECONDS = 15;
const region = document.createElement("div");
region.setAttribute("role", "status");
region.dataset.arrivalRegion = "";
document.querySelector("#notices, main").after(region); // in place before anything is announced in it
let timer;

function clear() {
  clearTimeout(timer);
  const hadFocus = region.contains(document.activeElement);
  region.replaceChildren();
  if (hadFocus) document.querySelector("main").focus();
}

// Never under the hand of somebody who is about to press it.
function clearLater() {
  clearTimeout(timer);
  timer = setTimeout(() => (region.matches(":hover, :focus-within") ? clearLater() : clear()), SECONDS * 1000);
}

export async function announce(bell, since) {
  if (document.querySelector(".toast, [popover]:popover-open, dialog[open]")) return;
  const query = new URLSearchParams({ since, thread: document.body.dataset.thread ?? "" });
  const response = await fetch(`${bell.dataset.arrival}?${query}`, { headers: { "HX-Request": "true" } });
  if (response.status !== 200 || response.redirected) return;
  const html = await response.text();
  if (document.querySelector(".toast")) return;
  region.innerHTML = html;
  clearLater();
}

region.addEventListener("click", ({ target }) => target.closest("[data-dismiss]") && clear());
document.addEventListener("keydown", ({ key }) => key === "Escape" && region.firstChild && clear());
region.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { target: form } = event;
  try {
    const options = { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } };
    const response = await fetch(form.action, options);
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    region.innerHTML = await response.text();
    region.querySelector("button").focus();
    clearLater();
  } catch {
    form.submit(); // the site's own page explains
  }
});
