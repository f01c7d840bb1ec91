// Keep the focused text box and its submit button in view together on a phone: browsers scroll to the caret alone.
// On a screen that the keyboard leaves small, css/forum/composer.css and css/editor.css make both fit.
const small = matchMedia("(max-width: 47.99rem), (max-height: 32rem)");

function scrollBothIntoView() {
  const text = document.activeElement; // the text alone: a button that moves while it is pressed gets no click
  const box = text?.matches("textarea, [contenteditable]") && text.closest("[data-composer]");
  if (!small.matches || !box) return;
  const { top } = (box.querySelector(".rich") ?? box).getBoundingClientRect();
  const block = top < 0 ? "end" : "nearest"; // "end" leaves no unused space below while the top is cut off
  box.closest("form").querySelector(".form-actions").scrollIntoView({ block });
  // Where both do not fit, the line with the caret has priority.
  const selection = box.querySelector("[contenteditable]:focus") && getSelection();
  const line = selection?.rangeCount && selection.getRangeAt(0).getBoundingClientRect();
  if (line && line.top < 0) scrollBy({ top: line.top - line.height, behavior: "instant" });
}

// After a frame: the editor is in the page, and the browser has scrolled to the caret.
const schedule = () => requestAnimationFrame(scrollBothIntoView);
document.addEventListener("focusin", schedule);
document.addEventListener("input", schedule); // the box grows with its lines
addEventListener("resize", schedule);
// The state of a draft moves the button without a key. Observing begins with a call, too.
const sizes = new ResizeObserver(schedule);
for (const box of document.querySelectorAll("[data-composer]")) sizes.observe(box.closest("form"));
