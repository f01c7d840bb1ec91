// What is pasted from elsewhere says by inline styles what is bold. The CSP refuses inline styles even while they are
// only read, so they become plain attributes first, and those become elements.
const MEANINGS = [
  ["strong", /font-weight:\s*(?:bold|[6-9]00)/i],
  ["em", /font-style:\s*italic/i],
  ["s", /text-decoration[^;]*:[^;]*line-through/i],
];
const NOT_BOLD = /font-weight:\s*(?:normal|400)/i;

function wrap(element, name) {
  const inner = element.ownerDocument.createElement(name);
  inner.append(...element.childNodes);
  element.append(inner);
}

export function cleanPasted(html) {
  const inert = html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)(style|on[a-z]+)(\s*=)/gi, "$1data-$2$3"));
  const { body } = new DOMParser().parseFromString(inert, "text/html");
  for (const element of body.querySelectorAll("[data-style]")) {
    const style = element.dataset.style;
    const blocks = element.querySelector("p, li, div, ul, ol, blockquote, table");
    for (const [name, meaning] of MEANINGS) if (meaning.test(style) && !blocks) wrap(element, name);
    // Documents of Google come whole in one <b> that is not bold.
    if (element.matches("b, strong") && NOT_BOLD.test(style)) element.replaceWith(...element.childNodes);
  }
  return body.innerHTML;
}
