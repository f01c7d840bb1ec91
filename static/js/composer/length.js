// How much room is left, said only near the limit, and after a pause, so that nobody is counted while she writes.
const PAUSE = 800;
const NEAR = 0.9;
const number = new Intl.NumberFormat(document.documentElement.lang || "en");

for (const said of document.querySelectorAll("[data-limit]")) {
  const box = said.closest("form").elements.body;
  const limit = Number(said.dataset.limit);
  let timer;

  const show = () => {
    const length = box.value.length < limit * NEAR ? 0 : [...box.value.trim()].length; // as the server counts
    const left = limit - length;
    const words = length < limit * NEAR ? "" : said.dataset[left < 0 ? "over" : "left"];
    const sentence = words.replace("{n}", number.format(Math.abs(left)));
    if (said.textContent !== sentence) said.textContent = sentence;
  };

  box.form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  show();
}
