// Show the newest notifications below the bell. They are fetched each time, by an ordinary request. Escape, a press
// elsewhere and leaving with Tab close the list; Escape and the bell return the focus to the bell.
const panel = document.createElement("div");
let wasOpen = false; // when the bell was pressed: that press has closed the list

function fill(html) {
  const hadFocus = panel.contains(document.activeElement);
  panel.innerHTML = html;
  panel.dispatchEvent(new CustomEvent("alongside:added", { bubbles: true })); // dates
  const { unread, version } = panel.firstElementChild.dataset;
  const detail = { unread: Number(unread), version: Number(version) };
  document.dispatchEvent(new CustomEvent("alongside:inbox", { detail }));
  if (hadFocus) panel.querySelector("h2").focus();
}

async function ask(address, options) {
  const response = await fetch(address, { headers: { "HX-Request": "true" }, ...options });
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  return response.text();
}

function build(bell) {
  panel.className = "more bell-preview";
  panel.popover = "auto";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-labelledby", "newest-alerts");
  bell.after(panel);
  bell.addEventListener("pointerdown", () => { wasOpen = panel.matches(":popover-open"); });
  panel.addEventListener("toggle", ({ newState }) => bell.setAttribute("aria-expanded", newState === "open"));
  panel.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (to && to !== bell && !panel.contains(to)) panel.hidePopover();
  });
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    ask(form.action, { method: "POST", body: new FormData(form) }).then(fill, () => location.assign(bell.href));
  });
}

export async function toggle(bell) {
  if (!panel.isConnected) build(bell);
  if (wasOpen || panel.matches(":popover-open")) {
    wasOpen = false;
    panel.hidePopover();
    return;
  }
  fill(await ask(bell.dataset.newest));
  bell.focus(); // where the focus returns to; Safari does not focus a pressed link
  panel.showPopover({ source: bell }); // beside it
  panel.querySelector("h2").focus();
}
