// Set, change or remove a link in the rich editor, with a form inside the page: for the selected text, or for the
// link that the caret is in.
const EMAIL = /^[^\s/:@]+@[^\s/:@.]+(?:\.[^\s/:@.]+)+$/;

// Turns "example.org" into "https://example.org"; returns null for what is no address.
function toAddress(typed) {
  if (EMAIL.test(typed)) return `mailto:${typed}`;
  if (/^mailto:/i.test(typed)) return EMAIL.test(typed.slice(7)) ? typed : null;
  const url = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  try {
    return !/\s/.test(typed) && new URL(url).hostname.includes(".") ? url : null;
  } catch {
    return null;
  }
}

export function runLink(root, editor) {
  const panel = root.querySelector("[data-link-form]");
  const input = panel.querySelector("input");
  const error = panel.querySelector("[role=alert]");
  const unset = panel.querySelector("[data-unset]");

  function showError(invalid) {
    error.hidden = !invalid;
    if (invalid) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  function open() {
    input.value = editor.getAttributes("link").href ?? "";
    unset.hidden = !editor.isActive("link");
    showError(false);
    panel.hidden = false;
    input.focus();
  }

  function close() {
    panel.hidden = true;
    editor.view.focus();
  }

  function set() {
    const href = toAddress(input.value.trim());
    showError(!href);
    if (!href) return input.focus();
    close();
    if (editor.state.selection.empty && !editor.isActive("link")) {
      const link = { type: "text", text: input.value.trim(), marks: [{ type: "link", attrs: { href } }] };
      return editor.commands.insertContent(link);
    }
    editor.chain().extendMarkRange("link").setLink({ href }).run();
    return editor.commands.setTextSelection(editor.state.selection.to); // typing continues after the link
  }

  const actions = { Enter: set, Escape: close };
  root.querySelector("[data-open-link-form]").addEventListener("click", open);
  root.addEventListener("alongside:open-link-form", open);
  panel.querySelector("[data-set]").addEventListener("click", set);
  panel.querySelector("[data-close]").addEventListener("click", close);
  unset.addEventListener("click", () => {
    close();
    editor.commands.unsetLink();
  });
  panel.addEventListener("keydown", (event) => {
    const action = event.target === input || event.key === "Escape" ? actions[event.key] : null;
    if (!action) return;
    event.preventDefault(); // Enter sets the link and must not submit the post
    action();
  });
}
