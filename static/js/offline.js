// Without a connection: a calm line that says so, forms that wait on the page, and a worker that answers with a page of
// ours when one cannot be reached (service-worker.js).
const script = document.querySelector("script[data-offline]").dataset;
const root = document.documentElement;
const BRIEFLY = 10_000;
const reached = new WeakSet();

const line = document.createElement("p");
line.className = "connection";
line.setAttribute("role", "status");
document.body.append(line);
let going;

function say(words) {
  clearTimeout(going);
  line.textContent = words;
}

// The browser knows when there is no network at all, and is wrong where the site is on this very machine.
async function reachable() {
  if (navigator.onLine) return true;
  try {
    await fetch(script.page, { method: "HEAD", cache: "no-store", credentials: "omit" });
    return true;
  } catch {
    return false;
  }
}

async function lost() {
  if (!(await reachable())) say(script.gone);
}

function back() {
  if (!line.textContent) return;
  say(script.back);
  going = setTimeout(say, BRIEFLY, "");
}

// A form that cannot be sent stays where it is, with all that is in it.
async function send(event) {
  const { target: form, submitter } = event;
  if (navigator.onLine || form.getAttribute("method") !== "post" || reached.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await reachable()) {
    reached.add(form);
    form.requestSubmit(submitter);
  } else {
    say(script.unsent);
  }
}

// The address names all that the kept page depends on: a new language, look or stylesheet makes a new worker.
function register() {
  const style = document.querySelector("link[rel=stylesheet]").getAttribute("href");
  const wanted = new URLSearchParams({ page: script.page, language: root.lang, ...root.dataset, style });
  const options = { scope: "/", updateViaCache: "all" };
  navigator.serviceWorker.register(`${script.worker}?${wanted}`, options).catch(() => {}); // every page works without
}

addEventListener("offline", lost);
addEventListener("online", back);
document.addEventListener("submit", send, { capture: true });
lost();
if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
