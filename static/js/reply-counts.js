// Say in the page's title how many replies are not shown yet, and under the heading how many there are.
const { body, title } = document;
const { dataset: words } = document.querySelector("[data-new-replies]");
const shown = document.querySelector("[data-reply-count]");
const loadedWith = Number(body.dataset.last);
const format = new Intl.NumberFormat(document.documentElement.lang || "en");

function show() {
  const unseen = body.dataset.last - body.dataset.shown;
  const replies = Number(words.replies) + Number(body.dataset.last) - loadedWith;
  document.title = unseen > 0 ? `(${format.format(unseen)}) ${title}` : title;
  if (Number(body.dataset.last) === loadedWith) return;
  document.querySelector("[data-last-reply]")?.remove(); // there is a later one
  shown.textContent = replies === 1 ? words.oneReply : words.manyReplies.replace("{n}", format.format(replies));
}

for (const type of ["alongside:new-replies", "alongside:added"]) body.addEventListener(type, show);
