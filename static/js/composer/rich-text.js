// Create the rich editor, limited to what community/core/text/richtext.py allows in a post.
const ALLOWED = /^(https?:\/\/|mailto:|\/\w)/i; // the last is a page of this site, such as a quoted post
const COPIED_ATTRIBUTES = ["aria-describedby", "aria-invalid"];

function extensions(engine, tools) {
  const { Document, Paragraph, Text, HardBreak, Bold, Italic, Strike, BulletList, Blockquote, History } = engine;
  const Link = engine.Link.extend({
    inclusive: false, // text typed after a link is not part of it
    addAttributes: () => ({ href: { default: null } }),
    parseHTML: () => [{
      tag: "a[href]",
      getAttrs: (link) => (ALLOWED.test(link.getAttribute("href")) && !tools.isShown(link, tools) ? null : false),
    }],
    addKeyboardShortcuts: () => ({
      "Mod-k": ({ editor }) => {
        editor.view.dom.dispatchEvent(new CustomEvent("alongside:open-link-form", { bubbles: true }));
        return true;
      },
    }),
  }).configure({
    isAllowedUri: (address) => ALLOWED.test(address),
    autolink: false, // js/composer/shown-links.js
  });
  const OrderedList = engine.OrderedList.extend({
    addAttributes: () => ({}),
    addNodeView: null,
    addProseMirrorPlugins: () => [],
    renderHTML: () => ["ol", 0],
  });
  // Tab leaves the editor inside a list too (WCAG 2.1.2, no keyboard trap).
  const ListItem = engine.ListItem.extend({
    addKeyboardShortcuts() {
      return { Enter: () => this.editor.commands.splitListItem(this.name) };
    },
  });
  const lists = [BulletList, OrderedList, ListItem];
  const inline = [Bold, Italic, Strike, Link, tools.shownLinks(tools)];
  return [Document, Paragraph, Text, HardBreak, ...inline, ...lists, Blockquote, History];
}

export function createEditor(tools, { container, box, content }) {
  const { engine } = tools;
  let paste; // its modules, which are loaded when something is pasted first

  function pasteLater(view, event) {
    const [html, text] = ["text/html", "text/plain"].map((type) => event.clipboardData?.getData(type));
    if (!html || paste) return false;
    const { dataset } = document.querySelector("template[data-editor]");
    const names = Object.keys(dataset).filter((name) => name.startsWith("paste"));
    Promise.all(names.map((name) => import(dataset[name]))).then(
      (modules) => { paste = Object.assign({}, ...modules); view.pasteHTML(html); },
      () => view.pasteText(text),
    );
    return true;
  }

  const present = COPIED_ATTRIBUTES.filter((name) => box.hasAttribute(name));
  const copied = present.map((name) => [name, box.getAttribute(name)]);
  return new engine.Editor({
    element: container,
    content,
    extensions: extensions(engine, tools),
    injectCSS: false, // the CSP blocks it; css/editor.css has these styles
    enableInputRules: false, // "*hugs*" stays as typed
    enablePasteRules: false,
    editorProps: {
      handlePaste: pasteLater,
      transformPastedHTML: (html) => (paste ? paste.cleanPasted(html, paste) : ""),
      attributes: {
        ...Object.fromEntries(copied),
        id: box.id,
        class: "writing body",
        dir: "auto",
        role: "textbox",
        "aria-multiline": "true",
        "aria-required": "true",
        "aria-labelledby": `${box.id}-label`,
      },
    },
  });
}
