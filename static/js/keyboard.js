// On a phone the box that is written in and the button below it stay in view together, above the bar: browsers scroll to
// the caret alone. Where the keyboard leaves little of the screen, css/forum/composer.css and css/editor.css make them fit.
const small = matchMedia("(max-width: 47.99rem), (max-height: 32rem)");

function bringTogether() {
  const box = document.activeElement?.closest("[data-composer]");
  if (small.matches && box) box.closest("form").querySelector(".acts-of-form").scrollIntoView({ block: "nearest" });
}

// After the frame, when the editor has taken its place and the browser has scrolled to the caret.
const soon = () => requestAnimationFrame(bringTogether);
document.addEventListener("focusin", soon);
addEventListener("resize", soon);
