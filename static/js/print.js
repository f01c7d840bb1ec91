// Show the button that prints the page; without script it is hidden, because it would do nothing, and a sentence says how.
const hint = document.querySelector("[data-print-hint]");
if (hint) hint.hidden = true;
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
