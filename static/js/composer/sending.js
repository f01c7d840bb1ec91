// One picture on its way to the server. The answer is its place in the form as HTML, or a sentence that says why not.
const PATIENCE = 120_000; // a large picture on a slow line
const MOST = 10_000_000;

// `words` are the data- attributes of the form's part for pictures.
export async function sendPicture(file, csrf, words, { beside, number }) {
  if (file.size > MOST) return { sentence: words.heavy };
  const data = new FormData();
  const fields = { draft_key: words.draftKey, beside, number, csrfmiddlewaretoken: csrf };
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  data.set("picture", file);
  try {
    const signal = AbortSignal.timeout?.(PATIENCE);
    const answer = await fetch(words.add, { method: "POST", body: data, redirect: "manual", signal });
    if (answer.type === "opaqueredirect") return { sentence: words.out };
    return await answer.json();
  } catch {
    return { sentence: words.failed };
  }
}

// Something about a picture that is there: its words, or that it goes. Whether the server has it now.
export async function send(address, name, csrf, fields = {}) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrf, ...fields });
  const to = address.replace(/0{8}-[0-]+/, name);
  const answer = await fetch(to, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => null);
  return Boolean(answer) && (answer.ok || answer.status === 404);
}
