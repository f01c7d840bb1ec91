// Save a draft on the server while its author writes. "Draft saved" is shown only after the server confirmed it; until
// then a copy is stored on this device (js/local-drafts.js). Two windows never overwrite each other (draft-choice.js).
const status = document.querySelector("[data-draft]");
const { dataset: options } = status;
const form = status.closest("form");
const { draft: version, token } = form.elements;
const modules = [options.localDrafts, options.draftSync, options.posted];
const [copies, { createDraftSync, textOf }, { emptyOncePosted }] = await Promise.all(
  modules.map((address) => import(address)),
);
emptyOncePosted(form, options.draft, { ...copies, textOf });
const [PAUSE, RETRY, SUBMIT_WAIT] = [2_000, 20_000, 1_500];
const BLUR_PAUSE = 300; // let a quick press on the submit button go first
const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en", { hour: "numeric", minute: "2-digit" });
const sync = createDraftSync(form, options, copies, show);
let timer;
let pause = PAUSE;
let [choosing, submitting] = [false, false];
let released = Promise.resolve();

function schedule(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

async function save() {
  if (choosing || submitting) return;
  await sync.save();
  if (sync.changed()) schedule(pause);
}

async function show(state, answer) {
  pause = state === "saved" ? PAUSE : RETRY;
  await released; // a button that moves away while it is pressed is not clicked
  const time = answer && clock.format(new Date(answer.saved_at));
  const empty = state === "saved" && !answer.version; // everything was deleted
  const sentence = empty ? "" : answer?.sentence ?? options[state].replace("{time}", time);
  if (status.textContent !== sentence) status.textContent = sentence;
  if (state === "conflict") choose("conflict", { ...answer.other, at: answer.saved_at }, { answer });
}

// With `answer`, the other text is the server's; without it, the copy on this device that has the token `name`.
async function choose(kind, other, { answer, name }) {
  choosing = Boolean(answer);
  const needed = [import(options.draftChoice), import(options.replaceText)]; // most pages never have a choice
  const [choice, text] = await Promise.all(needed).catch(() => []);
  if (!choice) {
    choosing = false;
    schedule(pause); // asked again when the connection is back
    return;
  }
  choice.offerChoice(form, kind, other, text.replaceText, async (accepted) => {
    if (answer && accepted) sync.accept(answer);
    else if (answer) version.value = answer.version;
    choosing = false;
    await save();
    if (name && !(accepted && sync.changed())) copies.removeCopy(options.draft, name);
  });
}

function offerCopy() {
  const [[name, other] = []] = copies.otherCopies(options.draft, token.value);
  const { title, words } = textOf(form);
  if (!other) return;
  if (title !== other.title || words.trim() !== other.words.trim()) choose("copy", other, { name });
  else if ("resumed" in options) copies.removeCopy(options.draft, name);
}

form.addEventListener("pointerdown", () => {
  released = new Promise((resolve) => {
    for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => setTimeout(resolve), { once: true });
  });
});
form.addEventListener("input", () => { submitting = false; schedule(PAUSE); });
form.addEventListener("focusout", () => schedule(BLUR_PAUSE));
addEventListener("online", save);
addEventListener("pageshow", () => { submitting = false; });
// A phone may end a hidden page without another event.
for (const type of ["pagehide", "visibilitychange"]) {
  addEventListener(type, () => (document.hidden || type === "pagehide") && sync.leave(choosing || submitting));
}
// A draft saved after its post would never be deleted: the form waits for a pending save, up to SUBMIT_WAIT.
form.addEventListener("submit", async (event) => {
  if (submitting || event.defaultPrevented || event.submitter?.name === "preview") return;
  submitting = true;
  if (!sync.pending()) return;
  event.preventDefault();
  await Promise.race([sync.pending(), new Promise((resolve) => { setTimeout(resolve, SUBMIT_WAIT); })]);
  form.requestSubmit(event.submitter);
});

if ("resumed" in options) sync.accept({});
else if (sync.changed()) schedule(0);
offerCopy();
