// Suggest titles below a search box while words are typed (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/, with list
// autocomplete). Focus stays in the box; Up and Down choose, and Enter opens the chosen title, or searches for the words
// when none is chosen. Without script, or without an answer, the box is as it was.
const PAUSE = 150;
const SHORTEST = 2; // letters
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const IN_TEXT = ["Home", "End", "ArrowLeft", "ArrowRight"]; // they move the caret, away from the list

export function suggestFor(field) {
  if (field.role === "combobox") return;
  const status = Object.assign(document.createElement("p"), { role: "status", className: "visually-hidden" });
  const box = Object.assign(document.createElement("div"), { id: `${field.id}-suggestions`, className: "suggestions" });
  let timer;
  let request;
  let asked = "";

  const options = () => [...box.querySelectorAll("[role=option]")];
  const isOpen = () => field.ariaExpanded === "true";
  const typed = () => field.value.trim();

  function choose(chosen) {
    for (const option of options()) option.ariaSelected = String(option === chosen);
    chosen?.scrollIntoView({ block: "nearest", behavior: "instant" });
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function open(isOpening) {
    box.hidden = !isOpening;
    field.ariaExpanded = String(isOpening);
    choose();
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    asked = "";
    open(false);
    status.textContent = "";
  }

  function show(html) {
    const answer = document.createElement("template");
    answer.innerHTML = html;
    const [list, count] = answer.content.children;
    if (!list) return close();
    list.id = `${field.id}-listbox`;
    field.setAttribute("aria-controls", list.id);
    box.replaceChildren(list);
    for (const [index, option] of options().entries()) option.id = `${list.id}-${index}`;
    open(true);
    status.textContent = count.textContent.trim();
    return undefined;
  }

  async function suggest() {
    if (typed() === asked) return;
    if (typed().length < SHORTEST) return close();
    const words = typed();
    asked = words;
    request?.abort();
    request = new AbortController();
    try {
      const address = `${field.dataset.suggestions}?${new URLSearchParams({ q: words })}`;
      const response = await fetch(address, { signal: request.signal });
      const html = response.ok && !response.redirected ? await response.text() : "";
      if (words === typed() && words === asked && document.activeElement === field) show(html);
    } catch {
      // no connection, or aborted for newer words
    }
  }

  // Down and Up lead from the box to the first or the last title, and from there back to the box.
  function step(by) {
    const all = [field, ...options()];
    const current = all.findIndex((option) => option.ariaSelected === "true");
    const next = all.at((Math.max(current, 0) + by) % all.length);
    choose(next === field ? undefined : next);
  }

  field.addEventListener("keydown", (event) => {
    if (!isOpen() || event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const chosen = box.querySelector("[aria-selected=true]");
    if (event.key in STEPS) step(STEPS[event.key]);
    else if (event.key === "Escape") close(); // a second Escape empties the box
    else if (event.key === "Enter" && chosen) chosen.click();
    else {
      if (IN_TEXT.includes(event.key)) choose();
      return;
    }
    event.preventDefault();
  });
  field.addEventListener("input", () => {
    choose();
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  box.addEventListener("pointerdown", (event) => event.preventDefault()); // focus stays in the box
  box.addEventListener("click", close); // the page may be shown again, with "Back"

  box.hidden = true;
  field.role = "combobox";
  field.autocomplete = "off";
  field.ariaAutoComplete = "list";
  field.ariaExpanded = "false";
  field.parentElement.classList.add("suggests");
  field.parentElement.append(box, status);
  if (typed() !== field.defaultValue.trim()) suggest(); // typed while this script was loading
}
