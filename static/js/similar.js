// While a title is typed, discussions with a title like it are shown under it, after a pause. The list stands in a polite
// live region; focus stays where it is, and the view does not jump when the author has gone on to the text.
const PAUSE = 700;
const container = document.querySelector("[data-similar]");
const field = container?.closest("form").elements.title;
let waiting;
let asking;
let asked = field?.value.trim();

function show(html) {
  const came = document.createElement("template");
  came.innerHTML = html;
  if (came.content.textContent.trim() === container.textContent.trim()) return; // nothing to be read out again
  const focused = document.activeElement;
  const { top } = focused.getBoundingClientRect();
  container.replaceChildren(came.content);
  if (focused !== field && focused !== document.body) {
    scrollBy({ top: focused.getBoundingClientRect().top - top, behavior: "instant" });
  }
}

async function look() {
  const title = field.value.trim();
  if (title === asked) return;
  asked = title;
  asking?.abort();
  asking = new AbortController();
  try {
    const address = `${container.dataset.similar}?${new URLSearchParams({ title })}`;
    const answer = await fetch(address, { signal: asking.signal });
    if (answer.ok && !answer.redirected) show(await answer.text());
  } catch {
    // No connection, or the author typed on: this is only a help.
  }
}

field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, PAUSE);
});
