// Read the styles of pasted HTML: which elements are bold, italic, struck through, raised, hidden or preformatted. The
// browser parses the CSS, so that "mso-bidi-font-weight:normal" is what it is: a property that it does not know. The
// CSP blocks inline styles even in a document that is never shown, so they are renamed to data- attributes before.
const RULES_CAP = 500;
const BOLD = 600; // the lowest weight that browsers draw bold
const BY_TAG = {
  B: { bold: true }, STRONG: { bold: true }, I: { italic: true }, EM: { italic: true },
  S: { strike: true }, STRIKE: { strike: true }, DEL: { strike: true }, PRE: { pre: true },
  SUP: { script: "sup" }, SUB: { script: "sub" },
};
const WEIGHTS = { bold: true, bolder: true, normal: false, lighter: false };
const SCRIPTS = { super: "sup", sub: "sub" };
const BREAKS = /^(?:pre(?!serve-spaces)|break-spaces)/; // of white-space and white-space-collapse
const SLANTS = { italic: true, oblique: true, normal: false };

// Returns the HTML without its style sheets, and their texts; a pattern up to the end of a sheet takes quadratic time.
function withoutSheets(html) {
  const [first, ...parts] = html.split(/<style\b/i);
  const sheets = [];
  const others = parts.map((part) => {
    const [sheet, ...after] = part.split(/<\/style>/i);
    sheets.push(sheet.slice(sheet.indexOf(">") + 1));
    return after.join("");
  });
  return { rest: first + others.join(""), sheets };
}

// A comment, or a tag up to the first ">" that is in no value. Nothing after it must match: that would take long.
const TAG = /<!--(?:-?>|[\s\S]*?(?:-->|$))|<[a-z](?:=\s*(?:"[^"]*"|'[^']*')|[^>=]+|=)*/gi;
const VALUE_OR_NAME = /(=\s*(?:"[^"]*"|'[^']*')|\s)((?:style|on[a-z]+)(?=\s*=))?/gi;

// Returns the body of pasted HTML, and the texts of its style sheets.
export function parsePasted(html) {
  const { rest, sheets } = withoutSheets(html);
  const renamed = (found, before, name) => (name ? `${before}data-${name}` : found);
  const inert = rest.replace(TAG, (tag) => tag.replace(VALUE_OR_NAME, renamed));
  return { body: new DOMParser().parseFromString(inert, "text/html").body, sheets };
}

function rulesIn(sheets) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(sheets.join("\n").replace(/@import[^;@]*;/gi, ""));
  return [...sheet.cssRules].filter(({ selectorText }) => selectorText).slice(0, RULES_CAP);
}

function traitsIn(style) {
  const { fontWeight, fontStyle, textDecorationLine, verticalAlign, display, visibility } = style;
  const whiteSpace = style.whiteSpaceCollapse || style.whiteSpace; // older browsers know only the second
  const traits = {
    bold: WEIGHTS[fontWeight] ?? (Number(fontWeight) ? Number(fontWeight) >= BOLD : undefined),
    italic: SLANTS[fontStyle.split(" ")[0]],
    strike: textDecorationLine.includes("line-through") || undefined, // "none" does not undo the parent's
    script: SCRIPTS[verticalAlign],
    pre: whiteSpace ? BREAKS.test(whiteSpace) : undefined,
    hidden: display === "none" || visibility === "hidden" || undefined,
  };
  return Object.fromEntries(Object.entries(traits).filter(([, value]) => value !== undefined));
}

// Returns the value of a property of an element's own style, also of one that browsers do not know.
export function ownProperty(element, name) {
  const declarations = (element.dataset.style ?? "").split(";").map((part) => part.split(":"));
  return declarations.findLast(([found]) => found.trim().toLowerCase() === name)?.[1]?.trim().toLowerCase() ?? "";
}

// Returns a function from an element and its parent's traits to its own.
export function traitReader(body, sheets) {
  const probe = document.createElement("span");
  const bySheet = new Map();
  for (const { selectorText, style } of sheets.length ? rulesIn(sheets) : []) {
    const traits = traitsIn(style);
    if (!Object.keys(traits).length) continue;
    for (const element of body.querySelectorAll(selectorText)) {
      bySheet.set(element, { ...bySheet.get(element), ...traits });
    }
  }
  return (element, inherited) => {
    probe.style.cssText = element.dataset?.style ?? "";
    const own = { ...BY_TAG[element.tagName], ...bySheet.get(element), ...traitsIn(probe.style) };
    return { ...inherited, ...own, hidden: own.hidden || ownProperty(element, "mso-hide") === "all" };
  };
}
