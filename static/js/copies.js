// Copies of unsent texts on this device: only while the server has not got them (js/composer/draft.js). They go when the
// text is posted (the server names its token in a cookie), thrown away, or when somebody else is signed in here.
const PREFIX = "draft:";
const mine = `${PREFIX}${document.body.dataset.member}:`;

function keys(begin) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(begin));
  } catch {
    return []; // this browser keeps nothing
  }
}

const nameOf = (draftKey, token) => `${mine}${draftKey}:${token}`;

// Whether the copy is kept: a device may have no room, or no leave.
export function store(draftKey, token, text) {
  try {
    localStorage.setItem(nameOf(draftKey, token), JSON.stringify({ ...text, at: new Date().toISOString() }));
    return true;
  } catch {
    return false;
  }
}

export function remove(draftKey, token) {
  for (const key of keys(nameOf(draftKey, token))) localStorage.removeItem(key);
}

// The copies for a place but this page's own, as [token, text], newest first.
export function others(draftKey, token) {
  const found = keys(nameOf(draftKey, "")).filter((key) => key !== nameOf(draftKey, token));
  const texts = found.map((key) => [key.slice(nameOf(draftKey, "").length), JSON.parse(localStorage[key])]);
  return texts.sort(([, one], [, other]) => other.at.localeCompare(one.at));
}

const posted = document.cookie.match(/(?:^|; )posted=([0-9a-f-]+)/)?.[1];
for (const key of keys(PREFIX)) {
  if (!key.startsWith(mine) || (posted && key.endsWith(`:${posted}`))) localStorage.removeItem(key);
}
if (posted) document.cookie = "posted=; max-age=0; path=/";
document.addEventListener("submit", ({ target }) => {
  if (target.dataset.forget) remove(target.dataset.forget, "");
});
