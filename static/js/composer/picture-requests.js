// Send pictures and changes to them to the server.
const TIMEOUT = 120_000; // a large picture on a slow connection
const MAX_BYTES = 10_000_000;

// Make the picture smaller where it is large, and send it. Returns the picture's part of the form as `html`, or as
// `sentence` why it was refused. `options` are the data- attributes of the form's part for pictures.
export async function uploadPicture(file, csrf, options, { beside, number }) {
  const picture = await import(options.shrink).then(({ shrink }) => shrink(file)).catch(() => file);
  if (picture.size > MAX_BYTES) return { sentence: options.tooLarge };
  const data = new FormData();
  const fields = { draft_key: options.draftKey, beside, number, csrfmiddlewaretoken: csrf };
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  data.set("picture", picture, file.name);
  try {
    const signal = AbortSignal.timeout?.(TIMEOUT);
    const answer = await fetch(options.add, { method: "POST", body: data, redirect: "manual", signal });
    if (answer.type === "opaqueredirect") return { sentence: options.signedOut };
    return await answer.json();
  } catch {
    return { sentence: options.failed };
  }
}

// Post a picture's description or its removal; returns whether that worked or the picture is gone already.
export async function postChange(address, name, csrf, fields = {}) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrf, ...fields });
  const url = address.replace(/0{8}-[0-]+/, name);
  const answer = await fetch(url, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => null);
  return Boolean(answer) && (answer.ok || answer.status === 404);
}
