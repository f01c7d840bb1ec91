"""A keyboard user. At each Tab stop the focus is visible, and nothing covers the focused element."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

MOST_STOPS = 150
# What is wrong with the focused element: "" if nothing is, null if nothing on the page has the focus.
STOP = """() => {
    const node = document.activeElement;
    if (!node || node === document.body) return null;
    const near = [node, node.parentElement, node.parentElement?.parentElement].filter(Boolean);
    const marked = each => {
        const style = getComputedStyle(each);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
            && !/rgba\\(.*, 0\\)|transparent/.test(style.outlineColor);
    };
    if (!near.some((each, at) => marked(each) && (at === 0 || each.matches(":focus-within")))) {
        return "the focus is not visible";
    }
    const box = node.getClientRects()[0];
    if (!box) return "it has no place on the page";
    const width = innerWidth, height = innerHeight;
    const middle = [box.left + box.width / 2, box.top + Math.min(box.height, height) / 2];
    if (middle[0] < 0 || middle[0] > width || middle[1] < 0 || middle[1] > height) {
        return `it is out of sight, at ${Math.round(middle[0])}, ${Math.round(middle[1])}`;
    }
    // The boxes of two lines of text overlap a little, so a line is looked at within its letters.
    const [across, down] = [3, Math.min(8, box.height / 3)];
    const corners = [[box.left + across, box.top + down], [box.right - across, box.top + down],
        [box.left + across, box.bottom - down], [box.right - across, box.bottom - down], middle];
    for (const [x, y] of corners) {
        if (x < 0 || x > width || y < 0 || y > height) continue;
        const top = document.elementFromPoint(x, y);
        const own = top && (top.contains(node) || node.contains(top) || top.closest("label")?.control === node);
        if (!own) return `covered at ${Math.round(x)}, ${Math.round(y)} by ${top?.tagName}.${top?.className}`;
    }
    return "";
}"""
# The visible state is that of the next paint: until then the page may scroll the focused element into view.
NEXT_PAINT = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"

type Name = str | re.Pattern[str]


def focused(page: Page) -> str:
    """Return the role and name of the focused element, as a screen reader announces them."""
    snapshot = page.locator(":focus").aria_snapshot()
    return snapshot.removeprefix("- ").partition("\n")[0].strip("':").replace('"', "")


def check_focus(page: Page) -> str:
    """Return the focused element's role and name, or "" without one. Raises AssertionError if it is not visible."""
    page.evaluate(NEXT_PAINT)
    wrong = page.evaluate(STOP)
    if wrong is None:
        return ""
    snapshot = focused(page)
    assert not wrong, f"{snapshot} on {page.url}: {wrong}"
    return snapshot


def tab_to(page: Page, role: str, name: Name, *, back: bool = False) -> None:
    """Press Tab, or Shift+Tab, until this has the focus. Raises AssertionError when it is never reached."""
    wanted = re.compile(name if isinstance(name, str) else name.pattern, re.IGNORECASE)
    stops: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        snapshot = check_focus(page)
        stops.append(snapshot)
        focused_role, _, focused_name = snapshot.partition(" ")
        if focused_role == role and wanted.search(focused_name):
            return
    raise AssertionError(f"Tab never comes to {role} {name!r} on {page.url}: {stops}")


def go(page: Page, role: str, name: Name, *, leads_to: str | Callable[[str], bool]) -> None:
    """Tab to a link or button, press Enter, and wait for the page that it leads to."""
    tab_to(page, role, name)
    page.keyboard.press("Enter")
    page.wait_for_url(leads_to)


def fill_in(page: Page, name: Name, words: str, *, role: str = "textbox") -> None:
    """Tab to a field and type."""
    tab_to(page, role, name)
    page.keyboard.type(words)
