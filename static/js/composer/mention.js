// While a name is typed after @, people are suggested above the box: those of this discussion first. Nothing is taken
// unasked. The editor writes through to its box, so that one listener hears both; without script the name is enough.
const NAME = /(?:^|[\s(])@([\w-]{0,30})$/;
const PAUSE = 150;

function before(field) {
  if (!field.editor) return field.value.slice(0, field.selectionStart);
  const { $from, empty } = field.editor.state.selection;
  return empty ? $from.parent.textBetween(0, $from.parentOffset, "\n", "\n") : "";
}

function complete(field, length, name) {
  if (field.editor) {
    const { state, view } = field.editor;
    const to = state.selection.from;
    view.dispatch(state.tr.insertText(name, to - length, to));
    return;
  }
  field.setRangeText(name, field.selectionStart - length, field.selectionStart, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function suggestFor(container) {
  const { runListbox } = await import(container.dataset.listbox);
  const composer = container.closest("[data-composer]");
  const field = () => composer.querySelector("[contenteditable]") ?? composer.querySelector("textarea");
  let timer;
  let asked;

  const { show, close } = runListbox(container, composer, field, (name) => {
    const typed = before(field()).match(NAME)?.[1] ?? "";
    complete(field(), typed.length, `${name} `);
  });

  async function look() {
    const typed = before(field()).match(NAME)?.[1];
    asked = typed;
    if (typed === undefined) return close();
    const answer = await fetch(`${container.dataset.people}?q=${encodeURIComponent(typed)}`).catch(() => ({}));
    const { people } = answer.ok && !answer.redirected ? await answer.json() : { people: [] };
    if (asked !== typed) return undefined; // an answer to what is not typed any more
    const useful = people.length && people[0].name !== typed && document.activeElement === field();
    return useful ? show(people) : close();
  }

  composer.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  if (document.activeElement === field()) look(); // the author typed on while this was loading
}

for (const container of document.querySelectorAll("[data-people]")) suggestFor(container);
