// Write raised and lowered figures as characters, as community/core/text/raised.py does: "10<sup>9</sup>" is not "109".
const PLAIN = "0123456789+-−–=()n";
const FORMS = { sup: "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ", sub: "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₙ" };
const ORDINALS = { a: "ª", o: "º" };

// Returns the text of a tag "sup" or "sub" without it. Words stay as they are: "1st".
export function raised(text, tag) {
  if (tag === "sup" && ORDINALS[text]) return ORDINALS[text];
  const characters = /\p{L}{2}/u.test(text) ? /^\s*[-+−–]?\d+/ : /.+/s;
  return text.replace(characters, (run) => [...run].map((char) => FORMS[tag][PLAIN.indexOf(char)] ?? char).join(""));
}

// One emoji or several: with skin tones, flags of countries and regions, and keycaps.
const EMOJI = /^(?:[\p{Extended_Pictographic}\p{EMod}\p{RI}\u200d\ufe0f\u{e0020}-\u{e007f}]|[\d#*]\ufe0f?\u20e3)+$/u;

export const isEmoji = (text) => EMOJI.test(text);

const QUOTE = /["'«»‹›“”„‘’‚]/;

// Returns the quotation marks that browsers draw around an element <q>; none if it has its own.
export function quotesAround(quote) {
  const text = quote.textContent.trim();
  if (QUOTE.test(text[0]) && QUOTE.test(text.at(-1))) return "";
  return quote.parentElement.closest("q") ? "‘’" : "“”";
}
