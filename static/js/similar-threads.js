// Show discussions with a similar title below the title field, after a pause in typing. They are in a polite live
// region; focus does not move, and the page does not jump when the member has gone on to the next field.
const PAUSE = 700;
const container = document.querySelector("[data-similar]");
const field = container?.closest("form").elements.title;
let timer;
let request;
let lastTitle = field?.value.trim();

function show(html) {
  const response = document.createElement("template");
  response.innerHTML = html;
  if (response.content.textContent.trim() === container.textContent.trim()) return; // do not announce the same again
  const focused = document.activeElement;
  const { top } = focused.getBoundingClientRect();
  container.replaceChildren(response.content);
  if (focused !== field && focused !== document.body) {
    scrollBy({ top: focused.getBoundingClientRect().top - top, behavior: "instant" });
  }
}

async function search() {
  const title = field.value.trim();
  if (title === lastTitle) return;
  lastTitle = title;
  request?.abort();
  request = new AbortController();
  try {
    const address = `${container.dataset.similar}?${new URLSearchParams({ title })}`;
    const response = await fetch(address, { signal: request.signal });
    if (response.ok && !response.redirected) show(await response.text());
  } catch {
    // no connection, or aborted by a newer title: the form works without suggestions
  }
}

field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
});
