// Empty a form whose text is posted already: a browser that goes back or opens a tab again fills it in once more.
// sessionStorage has a digest of what each form sent ("sent:" and its token), and of what was posted ("posted:").
const digestOf = (draftKey, { title, words }) => {
  const text = `${draftKey}\n${title.trim()}\n${words.replace(/\s+/g, " ").trim()}`;
  let hash = 5381n;
  for (const letter of text) hash = BigInt.asUintN(64, hash * 33n + BigInt(letter.codePointAt(0)));
  return `${text.length}:${hash}`;
};

function stored(prefix) {
  return Object.entries(sessionStorage).filter(([key]) => key.startsWith(prefix));
}

function wasPosted(form, draftKey, text) {
  if (!text.words.trim() || form.elements.again) return false; // the page asks whether to post it again
  const digest = digestOf(draftKey, text);
  return stored("posted:").some(([key, posted]) => posted === digest || key === `posted:${form.elements.token.value}`);
}

function empty(form) {
  const { body, title } = form.elements;
  body.value = body.defaultValue = "";
  delete body.dataset.html;
  if (title) title.value = title.defaultValue = "";
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

// `textOf` returns the form's title and words; `recordPosted` moves a digest from "sent:" to "posted:".
export function emptyOncePosted(form, draftKey, { textOf, recordPosted }) {
  try {
    if (wasPosted(form, draftKey, textOf(form))) empty(form);
  } catch {
    return; // sessionStorage is blocked: the server asks
  }
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.name === "preview" || !form.elements.token) return;
    sessionStorage.setItem(`sent:${form.elements.token.value}`, digestOf(draftKey, textOf(form)));
  });
  addEventListener("pageshow", ({ persisted }) => {
    recordPosted();
    if (!wasPosted(form, draftKey, textOf(form))) return;
    empty(form);
    if (persisted) location.reload(); // for a new token, and without the pictures that are posted
  });
}
