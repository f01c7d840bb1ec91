// Suggest members while a name is typed after @, those of this discussion first. The editor dispatches its input events
// on its box, so one listener handles both. Without script the typed name is enough. Where a name may begin is the rule
// of community/core/text/names.py; both are tested with tests/core/mentions.json.
const BEGINS = /(?<![\p{L}\p{N}_@=/+])|(?<=(?<![\p{L}\p{N}_@=/+])__?)|(?<=@[A-Za-z0-9][A-Za-z0-9_-]{2,29}[/+])/u;
const NAME = new RegExp(`(?:${BEGINS.source})@([A-Za-z0-9_-]{0,30})$`, "u");
// Punctuation that follows a name directly, without the space that choosing one adds.
const CLOSING = / ([\p{Pe}\p{Pf}.,;:!?…'])$/u;
const PAUSE = 150;

// Returns the name that is typed at the end of the text so far; undefined where none is.
export const typedName = (text) => text.match(NAME)?.[1];

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
  const { listbox, caret } = container.dataset;
  const { runListbox } = await import(listbox);
  const composer = container.closest("[data-composer]");
  const field = () => composer.querySelector("[contenteditable]") ?? composer.querySelector("textarea");
  const typedNow = () => typedName(textBeforeCaret(field()));
  let timer;
  let lastTyped;
  let chosen; // the name that was just inserted with a space
  let dismissedAt; // where the name begins whose list was closed with Escape

  const beginning = (typed) => textBeforeCaret(field()).length - typed.length;

  const { show, close } = runListbox(container, composer, {
    field,
    typed: typedNow,
    moveToCaret: async (list) => (await import(caret)).moveToCaret(list, composer, field()),
    insert: (name) => {
      chosen = name;
      complete(field(), typedNow()?.length ?? 0, `${name} `);
    },
    dismiss: () => { dismissedAt = beginning(typedNow() ?? ""); },
  });

  function joinClosing() {
    const text = textBeforeCaret(field());
    if (!chosen || text.endsWith(`@${chosen} `)) return;
    const closing = text.endsWith(`@${chosen}${text.slice(-2)}`) && text.match(CLOSING);
    chosen = undefined;
    if (closing) complete(field(), 2, closing[1]);
  }

  async function suggest() {
    const typed = typedNow();
    lastTyped = typed;
    if (typed === undefined) dismissedAt = undefined;
    if (typed === undefined || beginning(typed) === dismissedAt) return close();
    const answer = await fetch(`${container.dataset.people}?q=${encodeURIComponent(typed)}`).catch(() => ({}));
    const { people } = answer.ok && !answer.redirected ? await answer.json() : { people: [] };
    if (lastTyped !== typed || typedNow() !== typed) return undefined; // the answer is for an earlier text
    const useful = people.length && people[0].name !== typed && document.activeElement === field();
    return useful ? show(people) : close();
  }

  composer.addEventListener("input", () => {
    joinClosing();
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  if (document.activeElement === field()) suggest(); // a name may have been typed while this script was loading
}

for (const container of document.querySelectorAll("[data-people]")) suggestFor(container);
