// A link is asked for in the page: its address, for the words chosen, or for the link that the caret is in.
const EMAIL = /^[^\s/:@]+@[^\s/:@]+\.[^\s/:@]+$/;

// "example.org" becomes https://example.org; null for what is no address.
function address(typed) {
  if (EMAIL.test(typed)) return `mailto:${typed}`;
  if (/^mailto:/i.test(typed)) return EMAIL.test(typed.slice(7)) ? typed : null;
  const whole = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  try {
    return !/\s/.test(typed) && new URL(whole).hostname.includes(".") ? whole : null;
  } catch {
    return null;
  }
}

export function runLink(root, editor) {
  const asked = root.querySelector("[data-asked]");
  const input = asked.querySelector("input");
  const error = asked.querySelector("[role=alert]");
  const unset = asked.querySelector("[data-unset]");

  function complain(wrong) {
    error.hidden = !wrong;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  function ask() {
    input.value = editor.getAttributes("link").href ?? "";
    unset.hidden = !editor.isActive("link");
    complain(false);
    asked.hidden = false;
    input.focus();
  }

  function close() {
    asked.hidden = true;
    editor.view.focus();
  }

  function set() {
    const href = address(input.value.trim());
    complain(!href);
    if (!href) return input.focus();
    close();
    if (editor.state.selection.empty && !editor.isActive("link")) {
      const link = { type: "text", text: input.value.trim(), marks: [{ type: "link", attrs: { href } }] };
      return editor.commands.insertContent(link);
    }
    editor.chain().extendMarkRange("link").setLink({ href }).run();
    return editor.commands.setTextSelection(editor.state.selection.to); // typing goes on after it, not over it
  }

  const acts = { Enter: set, Escape: close };
  root.querySelector("[data-ask-link]").addEventListener("click", ask);
  root.addEventListener("alongside:ask-link", ask);
  asked.querySelector("[data-set]").addEventListener("click", set);
  asked.querySelector("[data-close]").addEventListener("click", close);
  unset.addEventListener("click", () => {
    close();
    editor.commands.unsetLink();
  });
  asked.addEventListener("keydown", (event) => {
    const act = event.target === input || event.key === "Escape" ? acts[event.key] : null;
    if (!act) return;
    event.preventDefault(); // Enter sets the link; it does not send the post
    act();
  });
}
