// The one socket of a page. Frames carry figures, never content: this sets the bell and offers new replies.
// Each connection starts with the figures of now, so reconnecting is all the catching up that is needed.
const body = document.body;
const messages = {
  inbox({ unread, version }) {
    const bell = document.querySelector("[data-bell]");
    if (!bell || version < Number(body.dataset.bellVersion || 0)) return;
    body.dataset.bellVersion = version;
    bell.dispatchEvent(new CustomEvent("alongside:unread", { bubbles: true, detail: unread }));
  },
  thread({ thread, last }) {
    if (String(thread) === body.dataset.thread && last > Number(body.dataset.last)) {
      body.dataset.last = last;
      body.dispatchEvent(new CustomEvent("alongside:arrived", { detail: last }));
    }
  },
};

// What was marked as read in place brings the figures along.
document.addEventListener("alongside:inbox", ({ detail }) => messages.inbox(detail));

let attempts = 0;
function connect() {
  const secure = location.protocol === "https:" ? "wss" : "ws";
  const thread = body.dataset.thread ? `?thread=${body.dataset.thread}` : "";
  const socket = new WebSocket(`${secure}://${location.host}/ws/${thread}`);
  socket.addEventListener("open", () => { attempts = 0; body.dataset.live = "on"; });
  socket.addEventListener("message", (event) => {
    const message = JSON.parse(event.data);
    messages[message.type]?.(message);
  });
  socket.addEventListener("close", (event) => {
    body.dataset.live = "off";
    if (event.code === 4401) return; // signed out: the next request says so
    const pause = Math.min(30000, 500 * 2 ** attempts++);
    setTimeout(connect, pause * (0.5 + Math.random()));
  });
}
connect();
