// Restore focus when htmx removed the focused button: to the button now at its index in the list
// ([data-focus-stop]), else to the page's heading, never to the top of the page.
let index = -1;
const stopsIn = (part) => [...part.querySelectorAll("[data-focus-stop]")];

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  index = stopsIn(target).indexOf(document.activeElement);
});
document.addEventListener("htmx:afterSettle", ({ detail: { target } }) => {
  if (document.activeElement !== document.body) return;
  const heading = document.querySelector("main h1");
  heading.tabIndex = -1;
  (index < 0 ? heading : stopsIn(target).at(index) ?? stopsIn(target).at(-1) ?? heading).focus();
});
