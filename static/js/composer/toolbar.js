// Run the editor's toolbar: one Tab stop, arrow keys inside (https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/). On a
// phone "More" shows the buttons that are used less.
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

export function runToolbar(root, editor) {
  const bar = root.querySelector("[role=toolbar]");
  const buttons = [...bar.querySelectorAll("button")];
  const more = bar.querySelector("[data-more]");

  function setTabStop(chosen) {
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
  }

  function show() {
    for (const button of buttons) {
      const { active } = button.dataset;
      if (active) button.setAttribute("aria-pressed", String(editor.isActive(active)));
    }
  }

  bar.setAttribute("aria-controls", editor.view.dom.id);
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays in the text
  bar.addEventListener("focusin", ({ target }) => setTabStop(target));
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-command]");
    if (!button) return;
    editor.view.focus();
    editor.commands[button.dataset.command]();
  });
  bar.addEventListener("keydown", (event) => {
    const shown = buttons.filter((button) => button.offsetParent);
    const step = shown.indexOf(document.activeElement) + STEPS[event.key];
    const index = { Home: 0, End: -1 }[event.key] ?? step % shown.length;
    if (Number.isNaN(index)) return;
    event.preventDefault();
    shown.at(index).focus();
  });
  more.addEventListener("click", () => {
    more.setAttribute("aria-expanded", String(more.getAttribute("aria-expanded") === "false"));
  });
  editor.on("transaction", show);
  setTabStop(buttons[0]);
  show();
}
