// Answers for a page that cannot be reached. It keeps one page and its stylesheets, the same for everybody; no page of a
// person is ever stored. js/offline.js names language and looks in this script's address, so that each has its own copy.
const NAME = `offline ${self.location.href}`;
const wanted = new URL(self.location.href).searchParams;
const PAGE = `${wanted.get("page")}?${wanted}`;
// What a person types, told from what a form carries along as core/input_recovery/submitted.py tells it.
const SECRET = /password|code/;
const CARRIED = /^(csrfmiddlewaretoken|token|rich|shared|undescribed|page|next|website)$/;
const WORDS = /^(title|body|text|note)$/;
const LONG = /\s|.{41}/;

async function precache() {
  const cache = await caches.open(NAME);
  const page = await fetch(PAGE, { credentials: "omit", cache: "reload" });
  if (!page.ok) throw new Error(`The offline page answered ${page.status}`);
  const styles = (await page.clone().text()).matchAll(/<link rel="stylesheet" href="([^"]+)"/g);
  await cache.addAll([...styles].map(([, address]) => address));
  await cache.put(PAGE, page);
}

async function begin() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
}

async function offline(change = (html) => html) {
  const page = await caches.match(PAGE);
  return page ? new Response(change(await page.text()), { status: 503, headers: page.headers }) : Response.error();
}

const safe = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const lines = (html) => html.replace(/<\/(?:p|li|blockquote)>|<br[^<>]*>/g, "\n").replace(/<[^<>]*>/g, "");

// What could not be sent is shown on the page, to be sent again by hand and never automatically. None of it is stored.
function give(fields, html) {
  const label = (name) => html.match(new RegExp(`data-${name}="([^"]*)"`))[1];
  const words = [...fields].filter(([, value]) => typeof value === "string"); // a file would have to be chosen again
  const rows = words.map(([name, value], row) => {
    const carried = `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`;
    if (CARRIED.test(name) || !value || !(WORDS.test(name) || LONG.test(value))) return carried;
    const formatted = name === "body" && fields.get("rich");
    const heading = `<label for="again-${row}">${label(name === "title" ? "title" : "label")}</label>`;
    const box = formatted ? "readonly" : `name="${safe(name)}"`;
    const text = formatted ? lines(value).replaceAll("<", "&lt;") : safe(value);
    return `<div class="field">${heading}<textarea id="again-${row}" ${box}>\n${text}</textarea></div>${formatted ? carried : ""}`;
  });
  const shown = html.replace(/(<form[^>]*data-typed[^>]*) hidden>/, "$1>").replace(/<a [^>]*href="">[^<]*<\/a>/, "");
  return shown.replace("<!--fields-->", () => rows.join(""));
}

async function read(event) {
  return (await event.preloadResponse) || fetch(event.request);
}

async function send(request) {
  const copy = request.clone();
  return fetch(request).catch(async () => {
    const fields = await copy.formData();
    return offline([...fields.keys()].some((name) => SECRET.test(name)) ? undefined : (html) => give(fields, html));
  });
}

// A form of another site's page is none of our business: passed on from here it would look like one of ours.
function ours(request) {
  const form = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)/.test(request.headers.get("Content-Type"));
  return form && request.referrer.startsWith(`${self.location.origin}/`);
}

self.addEventListener("install", (event) => event.waitUntil(precache().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const { destination, method, mode } = event.request;
  if (destination === "style") event.respondWith(caches.match(event.request).then((cached) => cached ?? fetch(event.request)));
  else if (mode === "navigate" && method === "GET") event.respondWith(read(event).catch(() => offline()));
  else if (mode === "navigate" && method === "POST" && ours(event.request)) event.respondWith(send(event.request));
});
