// Save a draft on the server while its author writes. "Draft saved" is shown only when the server confirmed; until
// then a copy waits on this device (js/copies.js), and two windows never write over each other (composer/choose.js).
const status = document.querySelector("[data-draft]");
const { dataset: words } = status;
const form = status.closest("form");
const { body: box, draft: version, token } = form.elements;
const [copies, { createSaving, textOf }, { choose }, { put }] = await Promise.all(
  [words.copies, words.saving, words.choose, words.put].map((address) => import(address)),
);
const [PAUSE, AGAIN, PATIENCE] = [2_000, 20_000, 1_500];
const LEFT = 300; // after the box lost focus: a press on the button that posts it goes first
const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en", { hour: "numeric", minute: "2-digit" });
const saving = createSaving(form, words, copies, show);
let timer;
let pause = PAUSE;
let [held, sent] = [false, false]; // an open choice between two texts; the form is being submitted

function plan(wait) {
  clearTimeout(timer);
  timer = setTimeout(attempt, wait);
}

async function attempt() {
  if (held || sent) return;
  await saving.save();
  if (saving.changed()) plan(pause);
}

function show(state, answer) {
  pause = state === "saved" ? PAUSE : AGAIN;
  const time = answer && clock.format(new Date(answer.saved_at));
  const empty = state === "saved" && !answer.version; // everything was deleted
  const sentence = empty ? "" : answer?.sentence ?? words[state].replace("{time}", time);
  if (status.textContent !== sentence) status.textContent = sentence;
  if (state === "clash") ask("clash", { ...answer.other, at: answer.saved_at }, { answer });
}

// `answer` says what the server has; without it `other` is a copy of this device, and `name` the copy's.
function ask(kind, other, { answer, name }) {
  held = Boolean(answer);
  choose(form, kind, other, put, async (accepted) => {
    if (answer && accepted) saving.accept(answer);
    else if (answer) version.value = answer.version;
    held = false;
    await attempt();
    if (name && !(accepted && saving.changed())) copies.remove(words.draft, name);
  });
}

function offer() {
  const [[name, other] = []] = copies.others(words.draft, token.value);
  const { title, words: here } = textOf(form);
  if (!other) return;
  if (title !== other.title || here.trim() !== other.words.trim()) ask("copy", other, { name });
  else if ("resumed" in words) copies.remove(words.draft, name);
}

form.addEventListener("input", () => { sent = false; plan(PAUSE); });
form.addEventListener("focusout", () => plan(LEFT));
addEventListener("online", attempt);
addEventListener("pageshow", () => { sent = false; });
addEventListener("pagehide", () => {
  if (!saving.changed()) return;
  if (held || sent) copies.store(words.draft, token.value, textOf(form));
  else saving.save(true);
});
// A draft that arrived after its post would stay: the post waits for it, but not for long.
form.addEventListener("submit", async (event) => {
  if (sent || event.defaultPrevented || event.submitter?.name === "preview") return;
  sent = true;
  if (!saving.pending()) return;
  event.preventDefault();
  await Promise.race([saving.pending(), new Promise((go) => { setTimeout(go, PATIENCE); })]);
  form.requestSubmit(event.submitter);
});

if ("resumed" in words) saving.accept({});
else if (saving.changed()) plan(0);
offer();
