// Store copies of unsent texts in localStorage while the server does not have them (js/composer/draft.js). A copy is
// removed when its text is posted (the server names the token in a cookie), thrown away, or when the member changes.
const PREFIX = "draft:";
const ownPrefix = `${PREFIX}${document.body.dataset.member}:`;

function keysWith(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return []; // localStorage is blocked
  }
}

const storageKey = (draftKey, token) => `${ownPrefix}${draftKey}:${token}`;

// Returns false where storage is full or blocked.
export function storeCopy(draftKey, token, text) {
  try {
    localStorage.setItem(storageKey(draftKey, token), JSON.stringify({ ...text, at: new Date().toISOString() }));
    return true;
  } catch {
    return false;
  }
}

export function removeCopy(draftKey, token) {
  for (const key of keysWith(storageKey(draftKey, token))) localStorage.removeItem(key);
}

// Returns the copies of other pages for the same draft key as [token, text], newest first.
export function otherCopies(draftKey, token) {
  const prefix = storageKey(draftKey, "");
  const keys = keysWith(prefix).filter((key) => key !== storageKey(draftKey, token));
  const copies = keys.map((key) => [key.slice(prefix.length), JSON.parse(localStorage[key])]);
  return copies.sort(([, one], [, other]) => other.at.localeCompare(one.at));
}

// Take the token of a posted form from the server's cookie: remove its copy, and record it for js/composer/posted.js.
export function recordPosted() {
  const posted = document.cookie.match(/(?:^|; )posted=([0-9a-f-]+)/)?.[1];
  for (const key of keysWith(PREFIX)) {
    if (!key.startsWith(ownPrefix) || (posted && key.endsWith(`:${posted}`))) localStorage.removeItem(key);
  }
  if (!posted) return;
  document.cookie = "posted=; max-age=0; path=/";
  try {
    const digest = sessionStorage.getItem(`sent:${posted}`);
    if (digest) sessionStorage.setItem(`posted:${posted}`, digest);
    sessionStorage.removeItem(`sent:${posted}`);
  } catch {
    // sessionStorage is blocked
  }
}

recordPosted();
document.addEventListener("submit", ({ target }) => {
  if (target.dataset.removeCopies) removeCopy(target.dataset.removeCopies, "");
});
