// Say in the reading bar which post one is at, and of when it is: the last that begins above the middle of the window.
const position = document.querySelector("[data-position]");
const posts = document.querySelector("[data-posts]");
const format = new Intl.NumberFormat(document.documentElement.lang || "en");
let pending = false;

function currentPost() {
  let current = null;
  for (const post of posts.querySelectorAll("[data-number]")) {
    if (current && post.getBoundingClientRect().top > innerHeight / 2) break;
    current = post;
  }
  return current;
}

function show() {
  pending = false;
  const post = currentPost();
  if (!post) return;
  const all = Math.max(position.dataset.all, document.body.dataset.last ?? 0);
  const sentence = position.dataset.sentence
    .replace("{n}", format.format(post.dataset.number))
    .replace("{all}", format.format(all));
  const date = post.querySelector("header time")?.textContent ?? ""; // a removed post has none
  if (position.textContent === sentence + (date && ` · ${date}`)) return;
  position.textContent = sentence;
  if (date) position.append(Object.assign(document.createElement("span"), { textContent: ` · ${date}` }));
}

function schedule() {
  if (!pending) requestAnimationFrame(show);
  pending = true;
}

for (const type of ["scroll", "resize", "alongside:added", "alongside:new-replies"]) {
  addEventListener(type, schedule, { passive: true });
}
schedule();
