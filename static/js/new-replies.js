// Offer "2 new replies. Show" in the reading bar and fetch them on request, so that nothing moves while somebody reads.
const body = document.body;
const container = document.querySelector("[data-new-replies]");
const posts = document.querySelector("[data-posts]");
let loading = false;
let released = Promise.resolve();

function offer(last) {
  const count = last - Number(body.dataset.shown);
  if (count <= 0) return;
  const label = count === 1 ? container.dataset.one : container.dataset.many.replace("{n}", count);
  const button = container.querySelector("button") || document.createElement("button");
  button.type = "button";
  button.className = "button second";
  if (button.textContent !== label) button.textContent = label;
  if (!button.isConnected) {
    button.addEventListener("click", show);
    container.append(button);
  }
}

// Take the last number shown from the response, not from the count: more posts may have been published meanwhile. What
// is on the next page is offered as well, since no further message may follow.
function append(response, numbers) {
  const first = response.querySelector("[tabindex]");
  if (response.querySelector("a[data-next]")) container.dataset.pages = "more";
  posts.append(response);
  window.htmx?.process(posts);
  body.dataset.shown = numbers.length ? Math.max(...numbers) : body.dataset.last;
  posts.dispatchEvent(new CustomEvent("alongside:added", { bubbles: true }));
  container.replaceChildren();
  offer(Number(body.dataset.last));
  first?.focus({ preventScroll: true });
  first?.closest("article")?.scrollIntoView({ block: "nearest" });
}

function receive(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const response = template.content;
  const numbers = [...response.querySelectorAll("[data-number]")].map((post) => Number(post.dataset.number));
  if (!numbers.length && response.querySelector("a[data-next]")) openNextPage();
  else append(response, numbers);
}

const openNextPage = () => location.assign(`?number=${Number(body.dataset.shown) + 1}#sought`);

async function show() {
  if (loading) return;
  if (container.dataset.page !== container.dataset.pages) {
    openNextPage();
    return;
  }
  loading = true;
  try {
    const response = await fetch(container.dataset.url.replace(/0\/$/, `${body.dataset.shown}/`));
    if (response.ok && !response.redirected) receive(await response.text());
    else location.reload();
  } catch {
    container.querySelector("button").textContent = container.dataset.failed;
  } finally {
    loading = false;
  }
}

// Nothing may move under a press: it waits until the pointer is released.
document.addEventListener("pointerdown", () => {
  released = new Promise((resolve) => {
    for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => setTimeout(resolve), { once: true });
  });
});
body.addEventListener("alongside:new-replies", async ({ detail: last }) => {
  await released;
  offer(last);
});
