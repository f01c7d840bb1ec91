// "2 new replies. Show": offered below what is read, fetched only when asked for; nothing above the reader moves.
const body = document.body;
const container = document.querySelector("[data-arrived]");
const posts = document.querySelector("[data-posts]");
let asking = false;

function offer(last) {
  const count = last - Number(body.dataset.shown);
  if (count <= 0) return;
  const words = count === 1 ? container.dataset.one : container.dataset.many.replace("{n}", count);
  const button = container.querySelector("button") || document.createElement("button");
  button.type = "button";
  button.className = "button second";
  if (button.textContent !== words) button.textContent = words;
  if (!button.isConnected) {
    button.addEventListener("click", show);
    container.append(button);
  }
}

// What the page shows now is read from what came, not from the count: more may have arrived on the way.
function add(html) {
  const arrived = document.createElement("template");
  arrived.innerHTML = html;
  const first = arrived.content.querySelector("[tabindex]");
  const numbers = [...arrived.content.querySelectorAll("[data-number]")].map((post) => Number(post.dataset.number));
  const goesOn = arrived.content.querySelector("a[data-next]");
  posts.append(arrived.content);
  window.htmx?.process(posts); // what can be done with them, as with those that stood there
  posts.dispatchEvent(new CustomEvent("alongside:added", { bubbles: true }));
  container.replaceChildren();
  body.dataset.shown = numbers.length ? Math.max(...numbers) : body.dataset.last;
  if (goesOn) container.dataset.pages = "more";
  else offer(Number(body.dataset.last));
  first?.focus({ preventScroll: true });
}

async function show() {
  if (asking) return;
  if (container.dataset.page !== container.dataset.pages) {
    location.assign(`?number=${Number(body.dataset.shown) + 1}#sought`);
    return;
  }
  asking = true;
  try {
    const answer = await fetch(container.dataset.url.replace(/0\/$/, `${body.dataset.shown}/`));
    if (answer.ok && !answer.redirected) add(await answer.text());
    else location.reload();
  } catch {
    container.querySelector("button").textContent = container.dataset.failed;
  } finally {
    asking = false;
  }
}

if (container) body.addEventListener("alongside:arrived", (event) => offer(event.detail));
