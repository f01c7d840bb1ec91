// Find where on the screen the caret of a text box or of the rich editor is, and move a list to it.
const GAP = 4; // pixels between the line and the list
const COPIED = [
  "direction", "fontFamily", "fontSize", "fontStretch", "fontStyle", "fontVariant", "fontWeight", "letterSpacing",
  "lineHeight", "paddingBlockStart", "paddingInlineStart", "paddingInlineEnd", "tabSize", "textAlign", "textIndent",
  "textTransform", "wordSpacing",
];

// A box tells nothing about its caret: lay its text out in an element of the same width, and look there.
function inBox(box) {
  const style = getComputedStyle(box);
  const copy = document.createElement("div");
  for (const name of COPIED) copy.style[name] = style[name];
  Object.assign(copy.style, {
    position: "absolute", insetBlockStart: "0", visibility: "hidden", boxSizing: "border-box",
    inlineSize: `${box.clientWidth}px`, whiteSpace: "pre-wrap", overflowWrap: "break-word",
  });
  const caret = Object.assign(document.createElement("span"), { textContent: "\u200b" });
  copy.append(box.value.slice(0, box.selectionStart), caret);
  document.body.append(copy);
  const [inner, outer, edge] = [caret, copy, box].map((element) => element.getBoundingClientRect());
  copy.remove();
  const left = edge.left + box.clientLeft + inner.left - outer.left - box.scrollLeft;
  const top = edge.top + box.clientTop + inner.top - outer.top - box.scrollTop;
  return { left, top, bottom: top + inner.height };
}

// Returns left, top and bottom of the caret in CSS pixels of the window, within the field.
export function caretRectangle(field) {
  const { left, top, bottom } = field.editor?.view.coordsAtPos(field.editor.state.selection.from) ?? inBox(field);
  const bounds = field.getBoundingClientRect();
  const within = (y) => Math.min(Math.max(y, bounds.top), bounds.bottom);
  return { left, top: within(top), bottom: within(bottom) };
}

// Below the line of the caret, or above it where the window ends: `visualViewport` ends at a phone's keyboard.
export function moveToCaret(list, composer, field) {
  const caret = caretRectangle(field);
  const { left, top, width } = composer.getBoundingClientRect();
  const { height, offsetTop } = visualViewport;
  const above = caret.bottom + GAP + list.offsetHeight > offsetTop + height && caret.top - GAP > list.offsetHeight;
  const y = above ? caret.top - GAP - list.offsetHeight : caret.bottom + GAP;
  list.style.top = `${y - top}px`;
  list.style.left = `${Math.max(0, Math.min(caret.left - left, width - list.offsetWidth))}px`;
}
