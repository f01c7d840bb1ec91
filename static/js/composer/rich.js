// The editor itself. It knows what community/core/text/richtext.py allows in a post, and nothing else.
const ALLOWED = /^(https?:\/\/|mailto:|\/\w)/i; // the last is a page of ours: a quoted post, somebody's name
const CLEARLY_MEANT = /^(https?:\/\/|www\.)|^[^\s@/]+@[^\s@/]+$/i; // not "better.so" for a missed space
const BORROWED = ["aria-describedby", "aria-invalid"];

function extensions(engine) {
  const { Document, Paragraph, Text, HardBreak, Bold, Italic, Strike, BulletList, Blockquote, History } = engine;
  const Link = engine.Link.extend({
    inclusive: false, // what is typed after a link is no part of it
    addAttributes: () => ({ href: { default: null } }),
    addKeyboardShortcuts: () => ({
      "Mod-k": ({ editor }) => {
        editor.view.dom.dispatchEvent(new CustomEvent("alongside:ask-link", { bubbles: true }));
        return true;
      },
    }),
  }).configure({
    isAllowedUri: (address) => ALLOWED.test(address),
    shouldAutoLink: (typed) => CLEARLY_MEANT.test(typed),
    defaultProtocol: "https",
  });
  const OrderedList = engine.OrderedList.extend({
    addAttributes: () => ({}),
    addNodeView: null,
    addProseMirrorPlugins: () => [],
    renderHTML: () => ["ol", 0],
  });
  // Tab leaves the editor, in a list too: nobody is trapped (WCAG 2.1.2).
  const ListItem = engine.ListItem.extend({
    addKeyboardShortcuts() {
      return { Enter: () => this.editor.commands.splitListItem(this.name) };
    },
  });
  const lists = [BulletList, OrderedList, ListItem];
  return [Document, Paragraph, Text, HardBreak, Bold, Italic, Strike, Link, ...lists, Blockquote, History];
}

export function createEditor({ engine, cleanPasted }, { container, box, content }) {
  const borrowed = BORROWED.filter((name) => box.hasAttribute(name)).map((name) => [name, box.getAttribute(name)]);
  return new engine.Editor({
    element: container,
    content,
    extensions: extensions(engine),
    injectCSS: false, // the CSP refuses it; css/composer.css has what is needed
    enableInputRules: false, // "*hugs*" stays as typed
    enablePasteRules: ["link"],
    editorProps: {
      transformPastedHTML: cleanPasted,
      attributes: {
        ...Object.fromEntries(borrowed),
        id: box.id,
        class: "writing body",
        role: "textbox",
        "aria-multiline": "true",
        "aria-required": "true",
        "aria-labelledby": `${box.id}-label`,
      },
    },
  });
}
