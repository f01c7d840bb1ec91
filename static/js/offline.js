// Without a connection, show a status message, hold back forms, and let the service worker (service-worker.js) answer
// page requests with the site's offline page.
const script = document.querySelector("script[data-offline]").dataset;
const root = document.documentElement;
const BACK_MESSAGE_MS = 10_000;
const WRITTEN = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])";
const confirmed = new WeakSet(); // forms whose submission may go on, because the server was reached

const status = document.createElement("p");
status.className = "connection";
status.setAttribute("role", "status");
document.body.append(status);
let timer;

function show(message) {
  clearTimeout(timer);
  status.textContent = message;
}

// navigator.onLine is false without a network, even where the site runs on this same device: ask the server then.
async function reachable() {
  if (navigator.onLine) return true;
  try {
    await fetch(script.page, { method: "HEAD", cache: "no-store", credentials: "omit" });
    return true;
  } catch {
    return false;
  }
}

async function onOffline() {
  if (!(await reachable())) show(script.lost);
}

function onOnline() {
  if (!status.textContent) return;
  show(script.back);
  timer = setTimeout(show, BACK_MESSAGE_MS, "");
}

// Keep a form that cannot be sent on the page, with everything typed in it.
async function onSubmit(event) {
  const { target: form, submitter } = event;
  if (navigator.onLine || form.getAttribute("method") !== "post" || confirmed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await reachable()) {
    confirmed.add(form);
    form.requestSubmit(submitter);
  } else {
    show(form.querySelector(WRITTEN) ? script.unsent : script.undone);
  }
}

// Put everything that the cached page depends on into the worker's address: a change of language, display settings or
// stylesheet then installs a new worker.
function register() {
  const style = document.querySelector("link[rel=stylesheet]").getAttribute("href");
  const query = new URLSearchParams({ page: script.page, language: root.lang, ...root.dataset, style });
  const options = { scope: "/", updateViaCache: "all" };
  navigator.serviceWorker.register(`${script.worker}?${query}`, options).catch(() => {}); // pages work without it
}

addEventListener("offline", onOffline);
addEventListener("online", onOnline);
document.addEventListener("submit", onSubmit, { capture: true });
onOffline();
if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
