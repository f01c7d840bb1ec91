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

export function runListbox(container, composer, field, take) {
  const [list, status] = container.children;

  function close() {
    list.hidden = true;
    status.textContent = "";
    for (const name of LENT) field().removeAttribute(name);
  }

  function show(people) {
    close();
    list.replaceChildren(...people.map(optionFor));
    list.style.insetBlockStart = `${field().getBoundingClientRect().top - composer.getBoundingClientRect().top}px`;
    list.hidden = false;
    list.scrollIntoView({ block: "nearest", behavior: "instant" });
    field().setAttribute("aria-autocomplete", "list");
    field().setAttribute("aria-controls", list.id);
    status.textContent = people.length === 1 ? container.dataset.one : container.dataset.many.replace("{n}", people.length);
  }

  function select(step) {
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

  composer.addEventListener("keydown", (event) => {
    if (list.hidden || event.target !== field() || event.isComposing) return;
    const chosen = list.querySelector("[aria-selected=true]");
    if (event.key in STEPS) select(STEPS[event.key]);
    else if (event.key === "Enter" && chosen) choose(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation(); // the editor has its own plans for these keys
  }, true);
  composer.addEventListener("focusout", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays in the text
  list.addEventListener("click", ({ target }) => {
    if (target.closest("li")) choose(target.closest("li"));
  });
  return { show, close };
}
