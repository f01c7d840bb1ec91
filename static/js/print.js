// A button that prints the page: without script it would do nothing, so it is there only with it.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
