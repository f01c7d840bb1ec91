// Ask for what the socket would send by ordinary requests, while there is no socket: about every 30 seconds, and never
// in a hidden tab.
const { body } = document;
const PAUSE = 30_000;
let timer;

// The pause is random, so that many pages which lost their sockets at once do not ask at once.
function askLater(receive) {
  timer = setTimeout(() => poll(receive), PAUSE * (0.75 + Math.random() / 2));
}

export async function ask(receive) {
  try {
    const response = await fetch(`${body.dataset.figures}?thread=${body.dataset.thread ?? ""}`);
    if (response.redirected || !response.ok) return;
    const { messages } = await response.json();
    messages.forEach(receive);
  } catch {
    // no connection: the next time
  }
}

async function poll(receive) {
  timer = undefined;
  if (body.dataset.live === "on") return;
  if (!document.hidden) await ask(receive);
  askLater(receive);
}

// Called each time that a socket could not be opened.
export const start = (receive) => timer ?? askLater(receive);
