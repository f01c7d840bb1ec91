// Keys of the moderators' pages: j and k go through the list, n, c and u press a button, 1 to 9 go to a decision, "?"
// shows them all. A key alone can be pressed by mistake, so they can be switched off (WCAG 2.1.4), on this device.
const ON = "moderation-keys";
const help = document.querySelector("[data-keys]");
const box = help?.querySelector("#keys-on");
const isOn = () => {
  try {
    return localStorage.getItem(ON) !== "off";
  } catch {
    return true;
  }
};

function rows() {
  return [...document.querySelectorAll(".cases .case")];
}

// In the list itself the focus moves; beside a case the next one is opened.
function move(step) {
  const links = rows();
  const focused = links.indexOf(document.activeElement?.closest("li")?.querySelector(".case"));
  const shown = links.findIndex((link) => link.ariaCurrent === "true");
  const next = links[(focused >= 0 ? focused : shown) + step] ?? (focused < 0 && shown < 0 ? links[0] : null);
  if (!next) return;
  if (shown >= 0 && focused < 0) next.click();
  else next.focus();
}

function press(selector) {
  document.querySelector(selector)?.click();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  n: () => press("[data-key=n]"),
  c: () => press("[data-key=c]"),
  u: () => press("a[data-undo]"),
  "?": () => {
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
  },
};

function run(event) {
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
  const number = Number(event.key);
  const act = number ? document.querySelectorAll("[data-act]")[number - 1] : null;
  if (!act && !keys[event.key]) return;
  event.preventDefault();
  if (act) act.focus();
  else keys[event.key]();
}

if (help) {
  help.hidden = false;
  box.checked = isOn();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(ON, box.checked ? "on" : "off");
    } catch {
      box.checked = true;
    }
  });
  document.addEventListener("keydown", run);
}
