// Answer with the offline page when a page cannot be reached, and show push messages (notifications/push.py). The cache
// has only that page and its stylesheets, the same for everybody, never a member's page. js/offline.js puts language and
// display settings into this script's address.
const CACHE = `offline ${self.location.href}`;
const query = new URL(self.location.href).searchParams;
const PAGE = `${query.get("page")}?${query}`;
// Which fields hold text that somebody typed; core/input_recovery/submitted.py decides the same on the server.
const SECRET = /password|code/;
const CARRIED = /^(csrfmiddlewaretoken|token|rich|shared|undescribed|page|next|website)$/;
const TYPED = /^(title|body|text|note)$/;
const LONG = /\s|.{41}/;

async function precache() {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { credentials: "omit", cache: "reload" });
  if (!page.ok) throw new Error(`The offline page answered ${page.status}`);
  const styles = (await page.clone().text()).matchAll(/<link rel="stylesheet" href="([^"]+)"/g);
  await cache.addAll([...styles].map(([, address]) => address));
  await cache.put(PAGE, page);
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
}

async function offlinePage(change = (html) => html) {
  const page = await caches.match(PAGE);
  return page ? new Response(change(await page.text()), { status: 503, headers: page.headers }) : Response.error();
}

const escapeHtml = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const toLines = (html) => html.replace(/<\/(?:p|li|blockquote)>|<br[^<>]*>/g, "\n").replace(/<[^<>]*>/g, "");

// Show the fields of a form that could not be sent, to be sent again by hand, never automatically. Nothing is stored.
function withFields(html, data) {
  const labelOf = (name) => html.match(new RegExp(`data-${name}="([^"]*)"`))[1];
  const texts = [...data].filter(([, value]) => typeof value === "string"); // files have to be chosen again
  const fields = texts.map(([name, value], index) => {
    const hidden = `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;
    if (CARRIED.test(name) || !value || !(TYPED.test(name) || LONG.test(value))) return hidden;
    const formatted = name === "body" && data.get("rich");
    const label = `<label for="again-${index}">${labelOf(name === "title" ? "title" : "label")}</label>`;
    const attributes = formatted ? "readonly" : `name="${escapeHtml(name)}"`;
    const text = formatted ? toLines(value).replaceAll("<", "&lt;") : escapeHtml(value);
    const box = `<textarea id="again-${index}" ${attributes}>\n${text}</textarea>`;
    return `<div class="field">${label}${box}</div>${formatted ? hidden : ""}`;
  });
  const shown = html.replace(/(<form[^<>]*data-typed[^<>]*)\shidden\s*>/, "$1>");
  return shown.replace(/<a [^<>]*href="">[^<]*<\/a>/, "").replace("<!--fields-->", () => fields.join(""));
}

const load = async (event) => (await event.preloadResponse) || fetch(event.request);

async function send(request) {
  const copy = request.clone();
  return fetch(request).catch(async () => {
    const data = await copy.formData();
    const hasSecret = [...data.keys()].some((name) => SECRET.test(name));
    return offlinePage(hasSecret ? undefined : (html) => withFields(html, data));
  });
}

// Leave forms of other sites alone: sent again from here they would look like forms of this site.
function isOwnForm(request) {
  const form = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)/.test(request.headers.get("Content-Type"));
  return form && request.referrer.startsWith(`${self.location.origin}/`);
}

self.addEventListener("install", (event) => event.waitUntil(precache().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request, request: { destination, method, mode } } = event;
  if (destination === "style") event.respondWith(caches.match(request).then((cached) => cached ?? fetch(request)));
  else if (mode === "navigate" && method === "GET") event.respondWith(load(event).catch(() => offlinePage()));
  // Going back to what answered a form would send the form again: open its page anew instead.
  else if (mode === "navigate" && method === "POST" && request.isHistoryNavigation) {
    event.respondWith(fetch(request.url, { redirect: "manual" }).catch(() => offlinePage()));
  } else if (mode === "navigate" && method === "POST" && isOwnForm(request)) event.respondWith(send(request));
});

// A tab that is open stays where it is: somebody may be writing in it.
self.addEventListener("push", (event) => {
  const { title, tag, lang, url } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { tag, lang, data: url }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});

// A browser may renew its subscription: store the new one for this device (notifications/push_views.py), so that it goes
// on being notified. Signed out, or on a device that was turned off, the server stores nothing.
const RENEW = "/notifications/devices/renew/";

async function renewPush({ newSubscription, oldSubscription }) {
  const { pushManager } = self.registration;
  const current = newSubscription ?? (await pushManager.getSubscription());
  const key = oldSubscription?.options.applicationServerKey;
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const subscription = current ?? (key && (await pushManager.subscribe(options)));
  if (!subscription) return;
  const { endpoint, keys } = subscription.toJSON();
  await fetch(RENEW, { method: "POST", redirect: "manual", body: new URLSearchParams({ endpoint, ...keys }) });
}

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renewPush(event)));
