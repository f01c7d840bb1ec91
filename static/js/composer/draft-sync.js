// Send a draft to the server, one request at a time. A text that did not arrive is stored as a copy on this device.
const TIMEOUT = 10_000;

// Returns the form's text: the body as it would be posted, and its plain text as `words`.
export function textOf(form) {
  const data = new FormData(form);
  const rich = data.get("rich") ?? "";
  const body = data.get("body");
  return { title: data.get("title") ?? "", body, rich, words: form.elements.body.value, html: rich && body };
}

const fingerprint = ({ title, body, words }) => (title.trim() || words.trim() ? JSON.stringify([title, body]) : "");
const normalized = (body) => body.replaceAll("\r\n", "\n").trim(); // as the server stores it

// Calls `show` with "saved" or "conflict" and the server's answer, or with "offline", "signedOut", "failed", "unsaved".
export function createDraftSync(form, { draft: draftKey, url }, { storeCopy, removeCopy }, show) {
  const { draft: version, token, csrfmiddlewaretoken: csrf } = form.elements;
  let saved = "";
  let unconfirmed;
  let request;

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

  function onConflict(text, answer) {
    // The newer text may be this window's own: an earlier request arrived, and only its answer was lost.
    if (!unconfirmed || normalized(unconfirmed.body) !== answer.other.body) return onFailure("conflict", text, answer);
    version.value = answer.version;
    return send(text);
  }

  async function send(text, keepalive = false) {
    const data = new FormData();
    const { title, body, rich } = text;
    const fields = { draft_key: draftKey, title, body, rich, version: version.value, csrfmiddlewaretoken: csrf.value };
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    const signal = AbortSignal.timeout?.(TIMEOUT);
    const options = { method: "POST", body: data, redirect: "manual", keepalive, signal };
    const answer = await fetch(url, options).catch(() => null);
    if (!answer) onFailure("offline", text);
    else if (answer.ok) onSaved(text, await answer.json());
    else if (answer.status === 409) await onConflict(text, await answer.json());
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
    save(leaving = false) {
      const text = textOf(form);
      if (fingerprint(text) === saved) return request;
      if (leaving) storeCopy(draftKey, token.value, text);
      request ??= send(text, leaving).finally(() => { request = undefined; });
      return request;
    },
  };
}
