// Upload pictures one by one as soon as they are chosen. Progress is announced in a polite live region, errors are
// listed beside the file's name. Without script the button "Add these pictures" submits the form.
const FAILED = { uploadPicture: async () => ({}), postChange: async () => false };

function run(fieldset) {
  const { dataset: options, form } = fieldset;
  const load = () => import(options.requests).catch(() => FAILED); // most posts have no picture
  const [list, errors, chooser] = ["list", "errors", "chooser"].map((name) => fieldset.querySelector(`[data-${name}]`));
  const progress = fieldset.parentElement.querySelector("[data-progress]");
  const input = chooser.querySelector("input");
  const csrf = form.elements.csrfmiddlewaretoken.value;
  let uploading;

  function showError(file, sentence) {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("bdi"), { textContent: file.name }), `: ${sentence}`);
    errors.append(line);
  }

  const isFull = () => list.children.length >= Number(options.max);

  async function add(files) {
    const { uploadPicture } = await load();
    const before = list.children.length;
    for (const [index, file] of files.entries()) {
      progress.textContent = options.sending.replace("{n}", index + 1).replace("{all}", files.length);
      const beside = list.querySelectorAll("[data-picked]:not([data-pending])").length;
      const position = { beside, number: list.children.length + 1 };
      const refused = isFull() && { sentence: options.full };
      const { html, sentence } = refused || await uploadPicture(file, csrf, options, position);
      if (html) list.insertAdjacentHTML("beforeend", html);
      else showError(file, sentence ?? options.failed);
    }
    const added = list.children.length - before;
    progress.textContent = options[added ? (added > 1 ? "many" : "one") : "none"];
    chooser.hidden = isFull();
    if (added) list.children[before].querySelector("textarea").focus();
  }

  async function remove(button) {
    const item = button.closest("[data-picked]");
    const { postChange } = await load();
    if ("pending" in item.dataset && !(await postChange(options.remove, item.dataset.picked, csrf))) {
      progress.textContent = options.failed;
      return;
    }
    item.remove();
    progress.textContent = options.removed;
    chooser.hidden = isFull();
    input.focus();
  }

  function choose() {
    if (isFull()) progress.textContent = options.full;
    else input.click();
  }

  function upload() {
    const files = [...input.files];
    input.value = ""; // so that they are not sent a second time with the form
    errors.replaceChildren();
    if (!files.length) return;
    fieldset.parentElement.open = true;
    uploading = Promise.resolve(uploading).then(() => add(files)).finally(() => { uploading = undefined; });
  }

  chooser.querySelector("[data-without-script]").hidden = true;
  input.addEventListener("change", upload);
  form.addEventListener("click", ({ target }) => target.closest("[data-choose-pictures]") && choose());
  if (input.files.length) upload(); // chosen before this script was loaded
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[name=take_away]");
    if (!button) return;
    event.preventDefault();
    remove(button);
  });
  list.addEventListener("change", async ({ target }) => {
    const { postChange } = await load();
    postChange(options.describe, target.closest("[data-picked]").dataset.picked, csrf, { alt: target.value });
  });
  form.addEventListener("submit", async (event) => {
    if (!uploading) return;
    event.preventDefault(); // submit once the pictures are uploaded
    event.stopImmediatePropagation();
    await uploading;
    form.requestSubmit(event.submitter);
  }, true);
}

for (const fieldset of document.querySelectorAll("[data-pictures]")) run(fieldset);
