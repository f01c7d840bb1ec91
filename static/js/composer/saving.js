// A text on its way to the server, one at a time. What did not arrive waits as a copy on this device.
const PATIENCE = 10_000;

// What stands in the form: as it would be posted, and its words.
export function textOf(form) {
  const data = new FormData(form);
  const rich = data.get("rich") ?? "";
  const body = data.get("body");
  return { title: data.get("title") ?? "", body, rich, words: form.elements.body.value, html: rich && body };
}

const fingerprint = ({ title, body, words }) => (title.trim() || words.trim() ? JSON.stringify([title, body]) : "");
const plain = (body) => body.replaceAll("\r\n", "\n").trim(); // as the server keeps it

// `tell` hears "saved" and "clash" with the server's answer; else "offline", "out" (signed out), "failed", "unkept".
export function createSaving(form, { draft: draftKey, url }, { store, remove }, show) {
  const { draft: version, token, csrfmiddlewaretoken: csrf } = form.elements;
  let saved = "";
  let tried;
  let way;

  function settle(text, answer) {
    saved = fingerprint(text);
    tried = undefined;
    version.value = answer.version;
    remove(draftKey, token.value);
    show("saved", answer);
  }

  function hold(why, text, answer) {
    tried = text;
    show(store(draftKey, token.value, text) || answer ? why : "unkept", answer);
  }

  function clash(text, answer) {
    // The other window may be this one: what it tried before did arrive, and the answer was lost.
    if (!tried || plain(tried.body) !== answer.other.body) return hold("clash", text, answer);
    version.value = answer.version;
    return send(text);
  }

  async function send(text, keepalive = false) {
    const data = new FormData();
    const { title, body, rich } = text;
    const fields = { draft_key: draftKey, title, body, rich, version: version.value, csrfmiddlewaretoken: csrf.value };
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    const signal = AbortSignal.timeout?.(PATIENCE);
    const answer = await fetch(url, { method: "POST", body: data, redirect: "manual", keepalive, signal }).catch(() => 0);
    if (!answer) hold("offline", text);
    else if (answer.ok) settle(text, await answer.json());
    else if (answer.status === 409) await clash(text, await answer.json());
    else hold(answer.type === "opaqueredirect" ? "out" : "failed", text);
  }

  return {
    changed: () => fingerprint(textOf(form)) !== saved,
    // What stands there is what the server has, in this version.
    accept({ version: known, saved_at: at }) {
      if (at) settle(textOf(form), { version: known, saved_at: at });
      else saved = fingerprint(textOf(form));
    },
    pending: () => way,
    save(leaving = false) {
      const text = textOf(form);
      if (fingerprint(text) === saved) return way;
      if (leaving) store(draftKey, token.value, text);
      way ??= send(text, leaving).finally(() => { way = undefined; });
      return way;
    },
  };
}
