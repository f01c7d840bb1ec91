// Run a list of suggestions at the caret: the first is selected, Up and Down select another, Enter, Tab or a press takes
// it, Escape closes, and focus stays in the text (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/; a multi-line text
// box keeps its role and only gets aria-activedescendant). The number of suggestions is announced in a live region.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const FIELD_ATTRIBUTES = ["aria-autocomplete", "aria-controls", "aria-activedescendant"];

function optionFor({ name, role }, index) {
  const option = Object.assign(document.createElement("li"), { id: `person-${index}`, role: "option" });
  option.dataset.name = name;
  option.append(name);
  if (role) option.append(" ", Object.assign(document.createElement("small"), { textContent: role }));
  return option;
}

// `typed` returns the name that is typed so far, `moveToCaret` moves the list; `insert` takes a name, and `dismiss` is
// called when the list was closed with Escape.
export function runListbox(container, composer, { field, typed, moveToCaret, insert, dismiss }) {
  const [list, status] = container.children;

  function close() {
    list.hidden = true;
    status.textContent = "";
    for (const name of FIELD_ATTRIBUTES) field().removeAttribute(name);
  }

  function select(chosen) {
    for (const option of list.children) option.setAttribute("aria-selected", String(option === chosen));
    chosen.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    field().setAttribute("aria-activedescendant", chosen.id);
  }

  function step(by) {
    const options = [...list.children];
    const current = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    select(options.at((current + by) % options.length));
  }

  function show(people) {
    close();
    list.replaceChildren(...people.map(optionFor));
    list.hidden = false;
    moveToCaret(list);
    field().setAttribute("aria-autocomplete", "list");
    field().setAttribute("aria-controls", list.id);
    select(list.firstElementChild);
    const { one, many } = container.dataset;
    status.textContent = people.length === 1 ? one : many.replace("{n}", people.length);
  }

  function accept(option) {
    insert(option.dataset.name);
    close();
  }

  // The list may be older than the text: only a name that begins as the typed one is taken.
  function fitting() {
    const name = typed()?.toLowerCase();
    const fits = (option) => name !== undefined && option.dataset.name.toLowerCase().startsWith(name);
    return [list.querySelector("[aria-selected=true]"), ...list.children].find(fits);
  }

  composer.addEventListener("keydown", (event) => {
    if (list.hidden || event.target !== field() || event.isComposing || event.shiftKey || event.ctrlKey) return;
    if (event.key in STEPS) step(STEPS[event.key]);
    else if (event.key === "Escape") { dismiss(); close(); }
    else if (["Enter", "Tab"].includes(event.key) && fitting()) accept(fitting());
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
