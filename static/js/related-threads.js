// Show related discussions in place of the link to them; nothing where none are. dates.js loads this shortly before the
// link scrolls into view.
export async function load(container) {
  try {
    const response = await fetch(container.dataset.related, { headers: { "HX-Request": "true" } });
    if (!response.ok || response.redirected) return;
    const html = await response.text();
    if (container.contains(document.activeElement)) return; // the focus is on the link, and would be lost
    if (!html.trim()) return container.remove();
    container.innerHTML = html;
    container.setAttribute("aria-labelledby", container.querySelector("h2").id);
    container.dispatchEvent(new CustomEvent("alongside:added", { bubbles: true }));
  } catch {
    // no connection: the link stays
  }
}
