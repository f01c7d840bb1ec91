// On a phone the box that is written in and the button below it stay in view together, above the bar: browsers scroll to
// the caret alone. Where the keyboard leaves little of the screen, css/forum/composer.css and css/editor.css make them fit.
const small = matchMedia("(max-width: 47.99rem), (max-height: 32rem)");

function bringTogether() {
  const box = document.activeElement?.closest("[data-composer]");
  if (!small.matches || !box) return;
  const { top } = (box.querySelector(".rich") ?? box).getBoundingClientRect();
  const block = top < 0 ? "end" : "nearest"; // no room is given away below while something is cut off above
  box.closest("form").querySelector(".acts-of-form").scrollIntoView({ block });
  // Where more stands between them than the screen holds, the line with the caret comes first.
  const selection = box.querySelector("[contenteditable]:focus") && getSelection();
  const line = selection?.rangeCount && selection.getRangeAt(0).getBoundingClientRect();
  if (line && line.top < 0) scrollBy({ top: line.top - line.height, behavior: "instant" });
}

// After the frame, when the editor has taken its place and the browser has scrolled to the caret.
const soon = () => requestAnimationFrame(bringTogether);
document.addEventListener("focusin", soon);
document.addEventListener("input", soon); // the box grows with its lines
addEventListener("resize", soon);
soon(); // the box has focus already
