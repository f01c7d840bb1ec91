// "Reply" under a post opens the form below that post, and says whom it answers, right above its box, which is all that a
// phone shows of it; "Cancel" returns it to its own place. It is always the same form, so its text, its pictures and its draft stay.
// Without script the link leads to a page whose form answers that post.
const form = document.querySelector("#reply");
const home = document.createComment("the reply form");
form.before(home);
let opener;

const fill = (sentence, values) => sentence.replace(/{(\w+)}/g, (_, name) => values[name]);

function showAnswering(post, pk) {
  const number = post.querySelector(".at a").textContent.trim().split(" ")[0];
  const name = post.querySelector(".by a")?.textContent.trim();
  const line = Object.assign(document.createElement("p"), { className: "quiet row tight answering" });
  line.dataset.answeringLine = "";
  const { answering, answeringPost, cancel } = form.dataset;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "answers", value: pk });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: cancel });
  button.className = "button plain";
  button.addEventListener("click", cancelReply);
  line.append(fill(name ? answering : answeringPost, { name, number }), button, field);
  (form.querySelector(".rich") ?? form.elements.body).before(line);
}

// Also what the server wrote: its line comes right before its field.
function forgetAnswering() {
  const field = form.elements.answers;
  if (field && !field.closest("[data-answering-line]")) field.previousElementSibling?.remove();
  field?.remove();
  form.querySelector("[data-answering-line]")?.remove();
}

// Moving the form changes what is above `anchor`: the window scrolls with it, and it stays where it is.
function move(where, anchor) {
  const before = anchor.getBoundingClientRect().top;
  where.after(form);
  scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
}

const focusBox = () => (form.querySelector("[contenteditable]") ?? form.elements.body).focus();

function cancelReply() {
  forgetAnswering();
  move(home, opener);
  opener.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-reply]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const pk = new URL(link.href).searchParams.get("answers");
  if (pk) {
    const post = link.closest("[data-number]");
    opener = link;
    forgetAnswering();
    showAnswering(post, pk);
    move(post.closest(".folded") ?? post, link);
  }
  focusBox();
});
