// Turn pasted HTML of word processors, e-mail and web pages into what a post may have: paragraphs, lists, quotes, bold,
// italic, strike-through and links. Divs are lines; a row of a table is a line too.
const PARAGRAPHS = "p, h1, h2, h3, h4, h5, h6, pre, hr, dl, dt, dd, table, figure, figcaption, "
  + "caption, details, summary, legend, hgroup, dialog, search";
const LINES = "div, section, article, header, footer, main, aside, nav, address, center, form, fieldset, tr, td, th";
const LEFT_OUT = "script, style, template, head, title, meta, noscript, select, textarea, button, svg, math, object, xml";
const CONTAINERS = ["blockquote", "ul", "ol", "li"];
const ELEMENTS = [["strike", "s"], ["italic", "em"], ["bold", "strong"]];
const OF_A_POST = "p, br, strong, em, s, a, ul, ol:not([start]), li, blockquote";

// A table of data, not of layout: rows of several cells with a line each.
function isData(table) {
  const cells = [...table.querySelectorAll("td, th")];
  const several = [...table.rows].some((row) => row.cells.length > 1);
  return several && cells.every((cell) => !cell.querySelector("table, ul, ol, blockquote, p ~ p, div ~ div"));
}

export function cleanPasted(html, paste) {
  const { parsePasted, removeComments, traitReader, levelOf, ownProperty, writeNumbers, raised } = paste;
  const { body, sheets } = parsePasted(html);
  const isOfEditor = html.includes("data-pm-slice") && !body.querySelector(`:not(${OF_A_POST})`);
  if (isOfEditor) return body.innerHTML; // copied in an editor as this one
  removeComments(body, ownProperty);
  const traitsOf = traitReader(body, sheets);
  const blocks = paste.blockBuilder(paste);
  let left = 0; // characters of a list's label that are still to be left out

  function addText(data, { pre, href, script, ...traits }) {
    const shown = data.slice(left);
    const rest = script ? raised(shown, script) : shown;
    left = Math.max(0, left - data.length);
    for (const [index, line] of (pre ? rest.split(/\r?\n/) : [rest]).entries()) {
      if (index) blocks.lineBreak();
      const text = line.replace(/[\s\u00a0]+/g, " ");
      let node = body.ownerDocument.createTextNode(blocks.endsWithSpace() ? text.trimStart() : text);
      if (!node.data) continue;
      for (const [trait, name] of [...(href ? [["href", "a"]] : []), ...ELEMENTS]) {
        if (trait !== "href" && !traits[trait]) continue;
        const outer = body.ownerDocument.createElement(name);
        if (trait === "href") outer.href = href;
        outer.append(node);
        node = outer;
      }
      blocks.add(node);
    }
  }

  function walkRows(table, traits) {
    blocks.endLevels();
    if (table.caption) walk(table.caption, traits);
    for (const row of table.rows) {
      blocks.endLine();
      for (const [index, cell] of [...row.cells].entries()) {
        if (index) addText(" | ", {});
        for (const child of cell.childNodes) walk(child, { ...traits, inCell: true });
      }
    }
    blocks.flush();
  }

  function walkBlock(element, traits) {
    const item = levelOf(element, ownProperty);
    const isLevels = element.querySelector(":scope > li[data-aria-level]"); // a list for each item
    const opens = !item && !isLevels && CONTAINERS.includes(element.localName) && blocks.open(element);
    const isLine = !item && element.matches(LINES);
    if (item) blocks.openLevel(item.level, item.name, item.text);
    else if (isLine) blocks.endLine();
    else if (!opens) blocks.flush();
    item?.label?.remove();
    left = item?.length ?? 0;
    for (const child of element.childNodes) walk(child, traits);
    if (item) blocks.endItem();
    else if (opens) blocks.close();
    else if (isLine) blocks.endLine();
    else blocks.flush();
  }

  function walk(node, inherited) {
    if (node.nodeType === Node.TEXT_NODE) return addText(node.data, inherited);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) return undefined;
    const traits = traitsOf(node, inherited);
    if (traits.hidden) return undefined;
    const isSource = traits.script && !inherited.script && node.textContent.includes("["); // "[1]"
    if (isSource) traits.script = undefined;
    if (node.matches("br")) return inherited.inCell ? addText(" ", {}) : blocks.lineBreak();
    if (node.matches("a[href]")) traits.href = node.getAttribute("href");
    if (node.matches("img") && paste.isEmoji(node.alt)) return addText(node.alt, traits);
    if (node.matches("table") && isData(node)) return walkRows(node, traits);
    const isBlock = !inherited.inCell && node.matches(`${PARAGRAPHS}, ${LINES}, ${CONTAINERS}`);
    if (isBlock) return walkBlock(node, traits);
    const [opening, closing] = node.matches("q") ? paste.quotesAround(node) : "";
    if (opening) addText(opening, traits);
    for (const child of node.childNodes) walk(child, traits);
    if (closing) addText(closing, traits);
    return inherited.inCell && node.matches("p, div") ? addText(" ", {}) : undefined;
  }

  for (const child of body.childNodes) walk(child, {});
  blocks.endLevels();
  writeNumbers(blocks.root);
  return blocks.root.innerHTML;
}
