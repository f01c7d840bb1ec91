// Turn push messages on for this browser, and off. The browser is asked only once the button is pressed.
const section = document.querySelector("[data-push]");
const form = section.querySelector("[data-push-on]");
const isSupported = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function show(state) {
  for (const text of section.querySelectorAll("[data-push-text]")) text.hidden = text.dataset.pushText !== state;
  form.hidden = state !== "off" && state !== "failed";
}

const worker = async () => (await navigator.serviceWorker.getRegistration()) && navigator.serviceWorker.ready;
const current = async () => (await worker())?.pushManager.getSubscription();

// A subscription to another key, from before the community's key changed, gets nothing any more.
function hasOurKey({ options }) {
  const bytes = String.fromCharCode(...new Uint8Array(options.applicationServerKey));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === section.dataset.key;
}

async function check() {
  if (Notification.permission === "denied") return show("denied");
  const subscription = await current();
  const isOn = "here" in section.dataset && Notification.permission === "granted" && subscription;
  return show(isOn && hasOurKey(subscription) ? "on" : "off");
}

async function subscribe() {
  const { pushManager } = await worker();
  const old = await pushManager.getSubscription();
  if (old && !hasOurKey(old)) await old.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: section.dataset.key });
}

async function turnOn(event) {
  event.preventDefault();
  try {
    if ((await Notification.requestPermission()) !== "granted") return await check();
    const { endpoint, keys } = (await subscribe()).toJSON();
    for (const [name, value] of Object.entries({ endpoint, ...keys })) form.elements[name].value = value;
    form.submit();
  } catch {
    show("failed");
  }
}

async function turnOff(event) {
  event.preventDefault();
  try {
    await (await current())?.unsubscribe();
  } finally {
    event.target.submit();
  }
}

if (isSupported) {
  form.addEventListener("submit", turnOn);
  section.querySelector("[data-push-off]")?.addEventListener("submit", turnOff);
  check().catch(() => show("failed"));
}
