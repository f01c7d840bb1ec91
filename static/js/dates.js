// Show dates relative within the last week, else in the viewer's time zone. The server writes them absolute, in the
// community's time zone, so that pages can be shared and cached. What is inside [data-fixed] is not changed.
// The full date is shown on hover (title) and on focus (data-absolute, css/parts/date.css).

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const language = document.documentElement.lang || "en";
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
// "03:10" where the day has 24 hours, "3:10 AM" where it has twice 12.
const { hourCycle } = new Intl.DateTimeFormat(language, { hour: "numeric" }).resolvedOptions();
const hour = hourCycle === "h23" ? "2-digit" : "numeric";
const date = { weekday: "short", year: "numeric", month: "short", day: "numeric" };
const styles = {
  short: new Intl.DateTimeFormat(language, { year: "numeric", month: "short", day: "numeric" }),
  date: new Intl.DateTimeFormat(language, date),
  moment: new Intl.DateTimeFormat(language, { ...date, hour, minute: "2-digit" }),
};

const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());

function relativeText(moment, now) {
  const age = now - moment;
  if (age < MINUTE) return document.body.dataset.justNow;
  if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), "minute");
  if (age < DAY) return relative.format(-Math.floor(age / HOUR), "hour");
  // Calendar days in the viewer's time zone, rounded: a day may have 23 or 25 hours.
  return relative.format(-Math.round((midnight(now) - midnight(moment)) / DAY), "day");
}

function show(time) {
  const moment = new Date(time.dateTime);
  const now = new Date();
  const age = now - moment;
  const style = time.dataset.when in styles ? time.dataset.when : "date";
  if (Number.isNaN(age) || time.closest("[data-fixed]")) return;
  const full = styles.moment.format(moment);
  // Where the device's clock is a little behind the server's, show "just now" instead of a future time.
  const recent = age < WEEK && age > -HOUR;
  const text = recent ? relativeText(moment, now) : styles[style].format(moment);
  time.title = full;
  if (text !== full) time.dataset.absolute ??= full;
  if (time.textContent !== text) time.textContent = text;
}

function showAll(root) {
  root.querySelectorAll("time[data-when]").forEach(show);
  // Forms that ask for a day are told in which time zone the viewer means it.
  for (const input of root.querySelectorAll("input[name=time_zone]")) input.value = timeZone;
}

showAll(document);
// Escape hides the full date that focus shows (WCAG 1.4.13).
document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape") return;
  const element = target.closest(".thread, .notification") ?? target;
  element.querySelectorAll("[data-absolute]").forEach((time) => { time.dataset.absolute = ""; });
});
for (const type of ["alongside:added", "htmx:afterSettle"]) {
  document.addEventListener(type, ({ target }) => showAll(target));
}
setInterval(() => document.hidden || showAll(document), MINUTE);

// Every page has this script, so it also loads those that are needed later: when their part of the page is near,
const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    import(target.dataset.script).then(({ load }) => load(target), () => {}); // offline: the link stays
  }
}, { rootMargin: "300px" });
document.querySelectorAll("[data-script]").forEach((part) => observer.observe(part));
// and suggestions once a search box is used.
function loadSuggestions({ target }) {
  const { combobox } = target.dataset ?? {};
  if (combobox) import(combobox).then(({ suggestFor }) => suggestFor(target), () => {});
}
document.addEventListener("focusin", loadSuggestions);
loadSuggestions({ target: document.activeElement ?? {} });
