// Say under the heading how many replies there are: all numbers of posts, without those that were removed on this page
// or came removed with a fetched part.
const { body } = document;
const { dataset: words } = document.querySelector("[data-new-replies]");
const shown = document.querySelector("[data-reply-count]");
const loadedWith = Number(body.dataset.last);
const removed = () => document.querySelectorAll("[data-posts] > .removed").length;
const removedBefore = removed();
let counted = Number(words.replies);
const format = new Intl.NumberFormat(document.documentElement.lang || "en");

function show() {
  const replies = Number(words.replies) + Number(body.dataset.last) - loadedWith - (removed() - removedBefore);
  if (replies === counted) return;
  counted = replies;
  document.querySelector("[data-last-reply]")?.remove(); // there is a later one, or it was removed
  shown.textContent = replies === 1 ? words.oneReply : words.manyReplies.replace("{n}", format.format(replies));
}

for (const type of ["alongside:new-replies", "alongside:added", "htmx:oobAfterSwap"]) body.addEventListener(type, show);
