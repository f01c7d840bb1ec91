// Recognise the items of lists that are written as paragraphs, or each in a list of its own, with levels: Word does so.
const NUMBERED = /^\(?(?:\d{1,3}|[a-z]|[ivxl]{1,6})[.)]/i;
// A label of an item that a word processor wrote as text: "·" and hard spaces.
const FAKE = /^\s*(?:([·•●▪■◦○‣§\uf0b7\uf0a7])[\s\u00a0]+|(?:o|[-–]|(\(?(?:\d{1,3}|[a-z]|[ivxl]{1,6})[.)]))(?:\t|[\s\u00a0]*\u00a0{2,})[\s\u00a0]*)/i;

// Returns level, name, label and its text of a list's item that is written as a paragraph; null for others.
export function levelOf(element, ownProperty) {
  if (element.matches("li[data-aria-level]")) { // Word on the web: a list for each item
    const list = element.parentElement;
    const level = Number(element.dataset.ariaLevel) || 1;
    return { level, name: list.localName, text: list.hasAttribute("start") ? `${list.start}.` : "" };
  }
  if (!element.matches("p, h1, h2, h3, h4, h5, h6, div")) return null;
  const [, level] = ownProperty(element, "mso-list").match(/level(\d)/) ?? [];
  const label = level && [...element.querySelectorAll("[data-style]")]
    .find((inner) => ownProperty(inner, "mso-list") === "ignore");
  const text = label?.textContent.trim();
  if (label) return { level: Number(level), name: NUMBERED.test(text) || /\d/.test(text) ? "ol" : "ul", label, text };
  const fake = element.matches("p") && !element.closest("li") && element.textContent.match(FAKE);
  return fake && { level: Number(level) || 1, name: fake[2] ? "ol" : "ul", text: fake[2], length: fake[0].length };
}
