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

async function suggestFor(place) {
  const { runListbox } = await import(place.dataset.listbox);
  const frame = place.closest("[data-composer]");
  const field = () => frame.querySelector("[contenteditable]") ?? frame.querySelector("textarea");
  let timer;
  let asked;

  const { show, close } = runListbox(place, frame, field, (name) => {
    const typed = before(field()).match(NAME)?.[1] ?? "";
    complete(field(), typed.length, `${name} `);
  });

  async function look() {
    const typed = before(field()).match(NAME)?.[1];
    asked = typed;
    if (typed === undefined) return close();
    const answer = await fetch(`${place.dataset.people}?q=${encodeURIComponent(typed)}`).catch(() => ({}));
    const { people } = answer.ok && !answer.redirected ? await answer.json() : { people: [] };
    if (asked !== typed) return undefined; // an answer to what is not typed any more
    const useful = people.length && people[0].name !== typed && document.activeElement === field();
    return useful ? show(people) : close();
  }

  frame.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  if (document.activeElement === field()) look(); // she typed on while this was on its way
}

for (const place of document.querySelectorAll("[data-people]")) suggestFor(place);
