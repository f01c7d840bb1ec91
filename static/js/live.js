// Open the page's WebSocket and pass on its messages: the unread count and the thread's last post number, never
// content. Each connection starts with current numbers, so a reconnect needs no further requests.
const body = document.body;
const handlers = {
  inbox({ unread, version }) {
    const bell = document.querySelector("[data-bell]");
    if (!bell || version < Number(body.dataset.bellVersion || 0)) return;
    body.dataset.bellVersion = version;
    bell.dispatchEvent(new CustomEvent("alongside:unread", { bubbles: true, detail: unread }));
  },
  thread({ thread, last }) {
    if (String(thread) === body.dataset.thread && last > Number(body.dataset.last)) {
      body.dataset.last = last;
      body.dispatchEvent(new CustomEvent("alongside:new-replies", { detail: last }));
    }
  },
  queue(message) {
    const link = document.querySelector("[data-queue]");
    if (link) import(link.dataset.queueScript).then(({ changed }) => changed(message), () => {});
  },
};

// Responses to htmx requests that mark notifications as read carry the new unread count.
document.addEventListener("alongside:inbox", ({ detail }) => handlers.inbox(detail));

const receive = (message) => handlers[message.type]?.(message);
const loadPoll = () => import(body.dataset.poll);
// A tab that was hidden may have slept, and its socket with it.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) loadPoll().then(({ ask }) => ask(receive), () => {});
});

let attempts = 0;
function connect() {
  const secure = location.protocol === "https:" ? "wss" : "ws";
  const thread = body.dataset.thread ? `?thread=${body.dataset.thread}` : "";
  const socket = new WebSocket(`${secure}://${location.host}/ws/${thread}`);
  socket.addEventListener("open", () => { attempts = 0; body.dataset.live = "on"; });
  socket.addEventListener("message", ({ data }) => receive(JSON.parse(data)));
  socket.addEventListener("close", (event) => {
    body.dataset.live = "off";
    if (event.code === 4401) return; // signed out: the next page load shows it
    loadPoll().then(({ start }) => start(receive), () => {});
    const pause = Math.min(30000, 500 * 2 ** attempts++);
    setTimeout(connect, pause * (0.5 + Math.random()));
  });
}
connect();
