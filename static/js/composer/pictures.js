// Pictures are added in place as soon as they are chosen, one by one; how it goes is said in a polite live region, what
// did not work beside the file's name. Without this the button "Add these pictures" sends the form.

async function run(part) {
  const { dataset: words, form } = part;
  const { sendPicture, send } = await import(words.sendingScript);
  const [list, faults, room] = ["list", "faults", "room"].map((name) => part.querySelector(`[data-${name}]`));
  const progress = part.parentElement.querySelector("[data-progress]");
  const input = room.querySelector("input");
  const csrf = form.elements.csrfmiddlewaretoken.value;
  let way;

  function complain(file, sentence) {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("bdi"), { textContent: file.name }), `: ${sentence}`);
    faults.append(line);
  }

  const isFull = () => list.children.length >= Number(words.most);

  async function add(files) {
    const before = list.children.length;
    for (const [index, file] of files.entries()) {
      progress.textContent = words.sending.replace("{n}", index + 1).replace("{all}", files.length);
      const beside = list.querySelectorAll("[data-picked]:not([data-pending])").length;
      const position = { beside, number: list.children.length + 1 };
      const { html, sentence } = isFull() ? { sentence: words.full } : await sendPicture(file, csrf, words, position);
      if (html) list.insertAdjacentHTML("beforeend", html);
      else complain(file, sentence ?? words.failed);
    }
    const added = list.children.length - before;
    progress.textContent = words[added ? (added > 1 ? "many" : "one") : "none"];
    room.hidden = isFull();
    if (added) list.children[before].querySelector("textarea").focus();
  }

  async function take(button) {
    const item = button.closest("[data-picked]");
    if ("pending" in item.dataset && !(await send(words.take, item.dataset.picked, csrf))) {
      progress.textContent = words.failed;
      return;
    }
    item.remove();
    progress.textContent = words.gone;
    room.hidden = isFull();
    input.focus();
  }

  function begin() {
    const files = [...input.files];
    input.value = ""; // so that they are not sent a second time with the form
    faults.replaceChildren();
    if (files.length) way = Promise.resolve(way).then(() => add(files)).finally(() => { way = undefined; });
  }

  room.querySelector("[data-by-hand]").hidden = true;
  input.addEventListener("change", begin);
  if (input.files.length) begin(); // they were chosen before this came
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[name=take_away]");
    if (!button) return;
    event.preventDefault();
    take(button);
  });
  list.addEventListener("change", ({ target }) => {
    send(words.describe, target.closest("[data-picked]").dataset.picked, csrf, { alt: target.value });
  });
  form.addEventListener("submit", async (event) => {
    if (!way) return;
    event.preventDefault(); // the post waits for its pictures
    event.stopImmediatePropagation();
    await way;
    form.requestSubmit(event.submitter);
  }, true);
}

for (const part of document.querySelectorAll("[data-pictures]")) run(part);
