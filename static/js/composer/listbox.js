// The list of suggestions above a text box: Up and Down choose, Enter or a touch takes, Escape closes, and focus stays
// in the text (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/; a box of many lines keeps its role and has no more
// than aria-activedescendant). What may be chosen is said in a live region.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const LENT = ["aria-autocomplete", "aria-controls", "aria-activedescendant"];

function optionFor({ name, role }, index) {
  const option = Object.assign(document.createElement("li"), { id: `person-${index}`, role: "option" });
  option.dataset.name = name;
  option.setAttribute("aria-selected", "false");
  option.append(name);
  if (role) option.append(" ", Object.assign(document.createElement("small"), { textContent: role }));
  return option;
}

export function runListbox(place, frame, field, take) {
  const [list, said] = place.children;

  function close() {
    list.hidden = true;
    said.textContent = "";
    for (const name of LENT) field().removeAttribute(name);
  }

  function show(people) {
    close();
    list.replaceChildren(...people.map(optionFor));
    list.style.insetBlockStart = `${field().getBoundingClientRect().top - frame.getBoundingClientRect().top}px`;
    list.hidden = false;
    list.scrollIntoView({ block: "nearest", behavior: "instant" });
    field().setAttribute("aria-autocomplete", "list");
    field().setAttribute("aria-controls", list.id);
    said.textContent = people.length === 1 ? place.dataset.one : place.dataset.many.replace("{n}", people.length);
  }

  function mark(step) {
    const options = [...list.children];
    const old = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const chosen = options.at(old < 0 && step < 0 ? -1 : (old + step) % options.length);
    for (const option of options) option.setAttribute("aria-selected", String(option === chosen));
    chosen.scrollIntoView({ block: "nearest", inline: "nearest" });
    field().setAttribute("aria-activedescendant", chosen.id);
  }

  function choose(option) {
    take(option.dataset.name);
    close();
  }

  frame.addEventListener("keydown", (event) => {
    if (list.hidden || event.target !== field() || event.isComposing) return;
    const chosen = list.querySelector("[aria-selected=true]");
    if (event.key in STEPS) mark(STEPS[event.key]);
    else if (event.key === "Enter" && chosen) choose(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation(); // the editor has its own plans for these keys
  }, true);
  frame.addEventListener("focusout", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays in the text
  list.addEventListener("click", ({ target }) => {
    if (target.closest("li")) choose(target.closest("li"));
  });
  return { show, close };
}
