// Show the addresses in the editor's text as links while they are typed. They stay text in what is submitted: the server
// links them by the same rule (community/core/text/addresses.py), so that a changed address never leads to the old one.
function linksIn(document, { Decoration, DecorationSet }, findAddresses) {
  const links = [];
  document.descendants((node, position) => {
    if (!node.isText || node.marks.some(({ type }) => type.name === "link")) return;
    for (const { from, to, href } of findAddresses(node.text)) {
      links.push(Decoration.inline(position + from, position + to, { nodeName: "a", href }));
    }
  });
  return DecorationSet.create(document, links);
}

export function shownLinks({ engine, findAddresses }) {
  const { state: { Plugin }, view } = engine.pm;
  const plugin = new Plugin({
    state: {
      init: (_, { doc }) => linksIn(doc, view, findAddresses),
      apply: ({ doc, docChanged }, before) => (docChanged ? linksIn(doc, view, findAddresses) : before),
    },
    props: { decorations: (state) => plugin.getState(state) },
  });
  return engine.Extension.create({ name: "shownLinks", addProseMirrorPlugins: () => [plugin] });
}

// Returns whether a link says its own address, so that it needs no mark in the editor. Mentions keep theirs.
export function isShown(link, { says, findAddresses }) {
  const [before, after] = [link.previousSibling, link.nextSibling].map((node) => (node?.nodeType === 3 ? node.data : ""));
  const [words, href] = [link.textContent, link.getAttribute("href") ?? ""];
  return !words.startsWith("@") && says({ before, words, after, href }, findAddresses);
}
