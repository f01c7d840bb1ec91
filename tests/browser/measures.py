"""Measure horizontal scrolling, target sizes and motion of a page."""

from collections.abc import Iterator

from playwright.sync_api import Page

SMALLEST, MAIN = 24, 44  # CSS pixels: WCAG 2.5.8, and the enhanced size for frequently used controls (2.5.5)
SIDEWAYS = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const scrolls = node => node && (node !== root && /auto|scroll|hidden|clip/.test(getComputedStyle(node).overflowX)
        || scrolls(node.parentElement));
    return [...document.body.querySelectorAll("*")]
        .filter(node => node.getBoundingClientRect().right > root.clientWidth + 0.5 && !scrolls(node.parentElement))
        .map(node => `${node.tagName.toLowerCase()}.${node.className} ${(node.textContent || "").trim().slice(0, 40)}`)
        .slice(-3);
}"""
# A link within a sentence is as high as its line: WCAG 2.5.8 exempts it.
TARGETS = """([smallest, main]) => {
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=textbox]";
    const important = ".button, nav a, .tabs a, .pagination a, summary, input, select, textarea, [role=textbox]";
    const inSentence = node => getComputedStyle(node).display.startsWith("inline")
        && !node.matches("input, select, textarea, button")
        && [...node.parentElement.childNodes].some(other => other.nodeType === 3 && other.textContent.trim());
    const seen = node => node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && node.getBoundingClientRect().width > 2 && node.getBoundingClientRect().bottom > 0;
    const size = node => {
        const boxes = [node, ...(["checkbox", "radio"].includes(node.type) ? node.labels : [])]
            .map(each => each.getBoundingClientRect());
        const least = name => Math.min(...boxes.map(box => box[name]));
        const most = name => Math.max(...boxes.map(box => box[name]));
        return [most("right") - least("left"), most("bottom") - least("top")];
    };
    return [...document.querySelectorAll(all)].filter(node => seen(node) && !inSentence(node)).flatMap(node => {
        const [width, height] = size(node);
        const least = node.matches(important) ? main : smallest;
        if (Math.min(width, height) >= least - 0.5) return [];
        const name = (node.getAttribute("aria-label") || node.textContent || node.name || "").trim().slice(0, 40);
        return `${node.tagName.toLowerCase()}.${node.className} "${name}" in ${node.parentElement.className}: `
            + `${Math.round(width)} x ${Math.round(height)} instead of ${least}`;
    });
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter(node => {
    const style = getComputedStyle(node);
    const lasts = times => times.split(",").some(time => parseFloat(time) > 0);
    return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration));
}).map(node => `${node.tagName.toLowerCase()}.${node.className}`)"""


def sideways(page: Page) -> Iterator[str]:
    """Return the elements that overflow the page horizontally."""
    for culprit in page.evaluate(SIDEWAYS) or []:
        yield f"scrolls sideways: {culprit}"


def small_targets(page: Page) -> Iterator[str]:
    """Return the targets that are too small."""
    yield from sorted(set(page.evaluate(TARGETS, [SMALLEST, MAIN])))


def moving(page: Page) -> list[str]:
    """Return the elements that would move in spite of reduced motion."""
    return list(page.evaluate(MOVING))
