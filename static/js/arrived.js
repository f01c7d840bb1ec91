// "2 new replies. Show": offered below what is read, fetched only when asked for; nothing above the reader moves.
const body = document.body;
const place = document.querySelector("[data-arrived]");
const posts = document.querySelector("[data-posts]");

function offer(last) {
  const count = last - Number(body.dataset.shown);
  if (count <= 0) return;
  const words = count === 1 ? place.dataset.one : place.dataset.many.replace("{n}", count);
  const button = place.querySelector("button") || document.createElement("button");
  button.type = "button";
  button.className = "button second";
  if (button.textContent !== words) button.textContent = words;
  if (!button.isConnected) {
    button.addEventListener("click", show);
    place.append(button);
  }
}

async function show() {
  const last = body.dataset.last;
  if (place.dataset.page !== place.dataset.pages) {
    location.assign(`?number=${Number(body.dataset.shown) + 1}#last`);
    return;
  }
  const answer = await fetch(place.dataset.url.replace(/0\/$/, `${body.dataset.shown}/`));
  if (!answer.ok) { location.reload(); return; }
  const arrived = document.createElement("template");
  arrived.innerHTML = await answer.text();
  const first = arrived.content.querySelector("[tabindex]");
  posts.append(arrived.content);
  posts.dispatchEvent(new CustomEvent("alongside:added", { bubbles: true }));
  place.replaceChildren();
  body.dataset.shown = last;
  first?.focus({ preventScroll: true });
}

if (place) body.addEventListener("alongside:arrived", (event) => offer(event.detail));
