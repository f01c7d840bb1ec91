// Dates: the server writes them absolute, in the community's time zone, so that pages can be shared and cached.
// This makes them the reader's own: relative within the last day, else in her time zone. An old date stays as written,
// and so does everything inside [data-fixed].

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const language = document.documentElement.lang || "en";
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const date = { weekday: "short", year: "numeric", month: "short", day: "numeric" };
const styles = {
  date: new Intl.DateTimeFormat(language, date),
  moment: new Intl.DateTimeFormat(language, { ...date, hour: "numeric", minute: "2-digit" }),
};

function words(age) {
  if (age < MINUTE) return relative.format(0, "second");
  if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), "minute");
  return relative.format(-Math.floor(age / HOUR), "hour");
}

function show(time) {
  const moment = new Date(time.dateTime);
  const age = Date.now() - moment;
  const style = time.dataset.when === "moment" ? "moment" : "date";
  if (Number.isNaN(age) || time.closest("[data-fixed]")) return;
  if (style === "date" && age >= WEEK) return;
  time.title = styles.moment.format(moment);
  // A clock a little behind the server's still says "now", not a time to come.
  time.textContent = age < DAY && age > -HOUR ? words(age) : styles[style].format(moment);
}

function showAll(root) {
  root.querySelectorAll("time[data-when]").forEach(show);
}

showAll(document);
document.addEventListener("alongside:added", (event) => showAll(event.target));
setInterval(() => document.hidden || showAll(document), MINUTE);
