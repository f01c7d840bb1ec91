// Say in the reading bar which post one is at, and of when it is: the last that begins above the middle of the window.
const position = document.querySelector("[data-position]");
const posts = document.querySelector("[data-posts]");
const format = new Intl.NumberFormat(document.documentElement.lang || "en");
const [words, date, short] = Array.from({ length: 3 }, () => document.createElement("span"));
short.ariaHidden = "true";
let pending = false;
let shown = "";

function currentPost() {
  let current = null;
  for (const post of posts.querySelectorAll("[data-number]")) {
    if (current && post.getBoundingClientRect().top > innerHeight / 2) break;
    current = post;
  }
  return current;
}

// The most that fits on one line, never a part of a figure: "Post 21 of 214 · Jul 12", "Post 21 of 214", or "21/214",
// whose full words are still read out.
function fit() {
  const fits = () => position.scrollWidth <= position.clientWidth;
  words.className = "";
  date.hidden = false;
  short.hidden = true;
  date.hidden = !fits();
  if (fits()) return;
  words.className = "visually-hidden";
  short.hidden = false;
}

function show() {
  pending = false;
  const post = currentPost();
  if (!post) return;
  const all = format.format(Math.max(position.dataset.all, document.body.dataset.last ?? 0));
  const number = format.format(post.dataset.number);
  const day = post.querySelector("header time")?.textContent ?? ""; // a removed post has none
  const state = [number, all, day, innerWidth].join();
  if (state === shown) return;
  shown = state;
  words.textContent = position.dataset.sentence.replace("{n}", number).replace("{all}", all);
  short.textContent = `${number}/\u200b${all}`;
  date.textContent = day && ` · ${day}`;
  position.replaceChildren(words, date, short);
  fit();
}

function schedule() {
  if (!pending) requestAnimationFrame(show);
  pending = true;
}

for (const type of ["scroll", "resize", "alongside:added", "alongside:new-replies"]) {
  addEventListener(type, schedule, { passive: true });
}
schedule();
