// When the button that was pressed is gone after a change in place, focus goes to the one that took its place in the
// list ([data-stop]), else to the page's heading: never back to the top of the page.
let stop = -1;
const stopsIn = (part) => [...part.querySelectorAll("[data-stop]")];

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  stop = stopsIn(target).indexOf(document.activeElement);
});
document.addEventListener("htmx:afterSettle", ({ detail: { target } }) => {
  if (document.activeElement !== document.body) return;
  const heading = document.querySelector("main h1");
  heading.tabIndex = -1;
  (stop < 0 ? heading : stopsIn(target).at(stop) ?? stopsIn(target).at(-1) ?? heading).focus();
});
