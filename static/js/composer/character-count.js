// Show how many characters are left, only near the limit and after a pause in typing.
const PAUSE = 800;
const NEAR = 0.9;
const number = new Intl.NumberFormat(document.documentElement.lang || "en");

for (const status of document.querySelectorAll("[data-limit]")) {
  const box = status.closest("form").elements.body;
  const limit = Number(status.dataset.limit);
  let timer;

  const show = () => {
    const length = box.value.length < limit * NEAR ? 0 : [...box.value.trim()].length; // code points, as on the server
    const left = limit - length;
    const template = length < limit * NEAR ? "" : status.dataset[left < 0 ? "over" : "left"];
    const sentence = template.replace("{n}", number.format(Math.abs(left)));
    if (status.textContent !== sentence) status.textContent = sentence;
  };

  box.form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  show();
}
