// Where a phone's keyboard leaves little of the screen, the box that is written in and the button below it stay in view
// together: css/forum/composer.css and css/editor.css make them fit.
const short = matchMedia("(max-height: 32rem)");

function bringTogether() {
  const box = document.activeElement?.closest("[data-composer]");
  if (short.matches && box) box.closest("form").querySelector(".acts-of-form").scrollIntoView({ block: "nearest" });
}

// After the frame, when the editor has taken its place and the browser has scrolled to the caret.
const soon = () => requestAnimationFrame(bringTogether);
document.addEventListener("focusin", soon);
addEventListener("resize", soon);
