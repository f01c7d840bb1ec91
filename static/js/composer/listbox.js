// Run a list of suggestions above a text box: Up and Down select, Enter or a press inserts, Escape closes, and focus
// stays in the text (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/; a multi-line text box keeps its role and
// only gets aria-activedescendant). The number of suggestions is announced in a live region.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const FIELD_ATTRIBUTES = ["aria-autocomplete", "aria-controls", "aria-activedescendant"];

function optionFor({ name, role }, index) {
  const option = Object.assign(document.createElement("li"), { id: `person-${index}`, role: "option" });
  option.dataset.name = name;
  option.setAttribute("aria-selected", "false");
  option.append(name);
  if (role) option.append(" ", Object.assign(document.createElement("small"), { textContent: role }));
  return option;
}

export function runListbox(container, composer, field, insert) {
  const [list, status] = container.children;

  function close() {
    list.hidden = true;
    status.textContent = "";
    for (const name of FIELD_ATTRIBUTES) field().removeAttribute(name);
  }

  function show(people) {
    close();
    list.replaceChildren(...people.map(optionFor));
    list.style.insetBlockStart = `${field().getBoundingClientRect().top - composer.getBoundingClientRect().top}px`;
    list.hidden = false;
    list.scrollIntoView({ block: "nearest", behavior: "instant" });
    field().setAttribute("aria-autocomplete", "list");
    field().setAttribute("aria-controls", list.id);
    const { one, many } = container.dataset;
    status.textContent = people.length === 1 ? one : many.replace("{n}", people.length);
  }

  function select(step) {
    const options = [...list.children];
    const current = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const chosen = options.at(current < 0 && step < 0 ? -1 : (current + step) % options.length);
    for (const option of options) option.setAttribute("aria-selected", String(option === chosen));
    chosen.scrollIntoView({ block: "nearest", inline: "nearest" });
    field().setAttribute("aria-activedescendant", chosen.id);
  }

  function accept(option) {
    insert(option.dataset.name);
    close();
  }

  composer.addEventListener("keydown", (event) => {
    if (list.hidden || event.target !== field() || event.isComposing) return;
    const chosen = list.querySelector("[aria-selected=true]");
    if (event.key in STEPS) select(STEPS[event.key]);
    else if (event.key === "Enter" && chosen) accept(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation(); // the editor handles these keys too
  }, true);
  composer.addEventListener("focusout", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays in the text
  list.addEventListener("click", ({ target }) => {
    if (target.closest("li")) accept(target.closest("li"));
  });
  return { show, close };
}
