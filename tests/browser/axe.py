"""Run axe on the page that a browser shows."""

import re
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    # Our contrast is 7:1, and axe does not check target size by default.
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
}
# Results that axe cannot decide: the rule, a pattern for markup or address, and why it is acceptable.
EXPLAINED = [
    (
        "color-contrast",
        'href="/posts/mine/"',
        "the account's menu lies open over the page's words; its own ground counts, as for its other lines",
    ),
]


def faults(page: Page, within: str = "html") -> Iterator[str]:
    """Return axe's violations and unexplained undecided results, one line per element.

    `within` is a selector: what is under an open menu cannot be judged, and nobody can read it there."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("([within, options]) => axe.run(within, options)", [within, OPTIONS])
    yield from (line for rule in found["violations"] for _key, line in _lines(rule))
    for rule in found["incomplete"]:
        yield from (f"undecided: {line}" for key, line in _lines(rule) if not _is_explained(rule["id"], key))


def _lines(rule: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for node in rule["nodes"]:
        where = " ".join(str(part) for part in node["target"])
        checks = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
        yield f"{where} {node['html']}", f"{rule['id']}: {where} ({'; '.join(checks)[:160]})"


def _is_explained(rule: str, key: str) -> bool:
    return any(rule == about and re.search(pattern, key) for about, pattern, _why in EXPLAINED)
