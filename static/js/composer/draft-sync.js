// Send a draft to the server, one request at a time. A text that did not arrive is stored as a copy on this device.
const TIMEOUT = 10_000;
const KEEPALIVE_CHARACTERS = 15_000; // browsers send at most 64 KB while a page is closed

const CHOICE = /^(answers|labels|topics|audience)$/; // forms/posting.py

// Returns the form's text: the body as it would be posted, its plain text as `words`, and what is chosen beside it.
export function textOf(form) {
  const data = new FormData(form);
  const choices = `${new URLSearchParams([...data].filter(([name, value]) => value && CHOICE.test(name)))}`;
  const rich = data.get("rich") ?? "";
  const body = data.get("body");
  return { title: data.get("title") ?? "", body, rich, choices, words: form.elements.body.value, html: rich && body };
}

const fingerprint = ({ title, body, words, choices }) =>
  title.trim() || words.trim() ? JSON.stringify([title, body, choices]) : "";

// Calls `show` with "saved" or "conflict" and the server's answer, or with "offline", "signedOut", "failed", "unsaved".
export function createDraftSync(form, { draft: draftKey, url }, { storeCopy, removeCopy }, show) {
  const { draft: version, token, csrfmiddlewaretoken: csrf } = form.elements;
  let saved = "";
  let unconfirmed; // a text that may have arrived, though its answer did not
  let [request, sending, sent] = [undefined, "", 0];

  function onSaved(text, answer) {
    saved = fingerprint(text);
    unconfirmed = undefined;
    version.value = answer.version;
    removeCopy(draftKey, token.value);
    show("saved", answer);
  }

  function onFailure(state, text, answer) {
    unconfirmed = text;
    show(storeCopy(draftKey, token.value, text) || answer ? state : "unsaved", answer);
  }

  async function send(text, leaving) {
    const data = new FormData();
    const { title, body, rich, choices } = text;
    const replaces = unconfirmed?.body ?? "";
    data.set("csrfmiddlewaretoken", csrf.value);
    const fields = { draft_key: draftKey, title, body, rich, choices, version: version.value, replaces };
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    const keepalive = leaving && body.length + replaces.length < KEEPALIVE_CHARACTERS;
    const options = { method: "POST", body: data, redirect: "manual", keepalive, signal: AbortSignal.timeout?.(TIMEOUT) };
    const number = ++sent;
    unconfirmed = text;
    const answer = await fetch(url, options).catch(() => null);
    const stamp = answer?.ok || answer?.status === 409 ? await answer.json().catch(() => null) : undefined;
    const isOld = number < sent; // a newer text went after it
    if (isOld && answer?.ok && unconfirmed) version.value = stamp.version;
    if (isOld) return;
    if (!answer || stamp === null) onFailure("offline", text);
    else if (answer.ok) onSaved(text, stamp);
    else if (stamp) onFailure("conflict", text, stamp);
    else onFailure(answer.type === "opaqueredirect" ? "signedOut" : "failed", text);
  }

  return {
    changed: () => fingerprint(textOf(form)) !== saved,
    // Take the form's text as saved; with `saved_at`, as this version of the server's.
    accept({ version: known, saved_at: at }) {
      if (at) onSaved(textOf(form), { version: known, saved_at: at });
      else saved = fingerprint(textOf(form));
    },
    pending: () => request,
    // While the page is closed or hidden, the newest text goes at once; with `held` it is only stored on this device.
    leave(held) {
      if (fingerprint(textOf(form)) === saved) return;
      storeCopy(draftKey, token.value, textOf(form));
      if (!held) this.save(true);
    },
    save(leaving = false) {
      const text = textOf(form);
      const now = fingerprint(text);
      if (now === saved || (request && (!leaving || now === sending))) return request;
      sending = now;
      const going = send(text, leaving).finally(() => { if (request === going) request = undefined; });
      return (request = going);
    },
  };
}
