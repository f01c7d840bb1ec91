// Turn inline styles of pasted HTML into elements such as <strong>. The CSP blocks inline styles even in a parsed
// document that is never shown, so they are renamed to data- attributes before parsing.
const ELEMENTS = [
  ["strong", /font-weight:\s{0,9}(?:bold|[6-9]00)/i],
  ["em", /font-style:\s{0,9}italic/i],
  ["s", /text-decoration[a-z-]{0,20}\s{0,9}:[^;]{0,99}line-through/i],
];
const NOT_BOLD = /font-weight:\s{0,9}(?:normal|400)/i;

function wrap(element, name) {
  const inner = element.ownerDocument.createElement(name);
  inner.append(...element.childNodes);
  element.append(inner);
}

export function cleanPasted(html) {
  const inert = html
    .replace(/<(\/?)style\b/gi, "<$1template") // removed below; a pattern up to its end takes quadratic time
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/(\s)(style|on[a-z]+)(\s*=)/gi, "$1data-$2$3"));
  const { body } = new DOMParser().parseFromString(inert, "text/html");
  for (const sheet of body.querySelectorAll("template")) sheet.remove();
  for (const element of body.querySelectorAll("[data-style]")) {
    const style = element.dataset.style;
    const blocks = element.querySelector("p, li, div, ul, ol, blockquote, table");
    for (const [name, pattern] of ELEMENTS) if (pattern.test(style) && !blocks) wrap(element, name);
    // Google Docs wraps the whole document in one <b> that is not bold.
    if (element.matches("b, strong") && NOT_BOLD.test(style)) element.replaceWith(...element.childNodes);
  }
  return body.innerHTML;
}
