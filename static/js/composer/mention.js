// Suggest members while a name is typed after @, those of this discussion first. Nothing is inserted unless chosen. The
// editor dispatches its input events on its box, so one listener handles both. Without script the typed name is enough.
const NAME = /(?:^|[\s(])@([\w-]{0,30})$/;
const PAUSE = 150;

function textBeforeCaret(field) {
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
  let lastTyped;

  const { show, close } = runListbox(container, composer, field, (name) => {
    const typed = textBeforeCaret(field()).match(NAME)?.[1] ?? "";
    complete(field(), typed.length, `${name} `);
  });

  async function suggest() {
    const typed = textBeforeCaret(field()).match(NAME)?.[1];
    lastTyped = typed;
    if (typed === undefined) return close();
    const answer = await fetch(`${container.dataset.people}?q=${encodeURIComponent(typed)}`).catch(() => ({}));
    const { people } = answer.ok && !answer.redirected ? await answer.json() : { people: [] };
    if (lastTyped !== typed) return undefined; // the answer is for an earlier text
    const useful = people.length && people[0].name !== typed && document.activeElement === field();
    return useful ? show(people) : close();
  }

  composer.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  if (document.activeElement === field()) suggest(); // a name may have been typed while this script was loading
}

for (const container of document.querySelectorAll("[data-people]")) suggestFor(container);
