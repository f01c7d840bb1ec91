"""Measure LCP and CLS of pages on a slow phone with a slow connection.

`make bench-first-view` loads the community's pages, and for each a constant page with as many bytes from the same kind
of server. That page is the lower bound on this machine, so the ratio can be compared between machines.
"""

import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.site import ROOT, demo, serving
from tests import services

RUNS = 5
CPU = 4  # slowdown factor
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PHONE = {"width": 360, "height": 740}
LCP_MS, CLS = 1800, 0.02  # targets
OBSERVE = """
window.seen = { lcp: 0, cls: 0 };
new PerformanceObserver(list => { for (const each of list.getEntries()) seen.lcp = each.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver(list => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) seen.cls += each.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(seen))))"


@dataclass
class View:
    """The medians of a page; `bytes` is the transfer size, `ceiling` the LCP of the constant page."""

    name: str
    lcp: float
    cls: float
    bytes: int
    requests: int
    ceiling: float = 0.0

    @property
    def ratio(self) -> float:
        """Return the LCP as a multiple of the constant page's."""
        return self.lcp / self.ceiling


def load_once(browser: Browser, address: str) -> tuple[float, float, int, int]:
    """Load a page with an empty cache: LCP in milliseconds, CLS, bytes, requests."""
    window = browser.new_context(viewport=PHONE, service_workers="block")  # type: ignore[arg-type]
    page = window.new_page()
    line = window.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(OBSERVE)
    page.goto(address, wait_until="networkidle")
    seen = page.evaluate(SETTLED)
    window.close()
    return seen["lcp"], seen["cls"], int(sum(sizes)), len(sizes)


def load(browser: Browser, name: str, address: str) -> View:
    """Return the medians of several loads."""
    visits = [load_once(browser, address) for _ in range(RUNS)]
    lcp, cls, size, requests = (median(column) for column in zip(*visits, strict=True))
    return View(name, lcp, cls, int(size), int(requests))


def pages() -> dict[str, str]:
    """Return the paths of the pages to measure, by name."""
    from community.education.models import Page
    from community.forum.models import Thread

    longest = Thread.objects.public().order_by("-reply_count")[0]
    return {
        f"discussion of {longest.reply_count} replies": longest.get_absolute_url(),
        "front page": "/",
        "education page": Page.objects.published()[0].get_absolute_url(),
    }


def main() -> int:
    """Measure, print the table and write var/bench/first_view.json; 1 when Chromium is missing."""
    try:
        chromium = services.chromium()
    except services.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    with (
        demo() as site,
        tempfile.TemporaryDirectory() as folder,
        serving("bench.constant:app", Path(folder), "/1000") as constant,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        views = []
        for name, address in pages().items():
            view = load(browser, name, site + address)
            view.ceiling = load(browser, "constant", f"{constant}/{view.bytes}").lcp
            views.append(view)
        about = {"chromium": browser.version, "cpus": os.cpu_count(), "machine": platform.processor(), "runs": RUNS}
    report(views)
    path = ROOT / "var/bench/first_view.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    views_as_rows = [asdict(view) | {"ratio": view.ratio} for view in views]
    path.write_text(json.dumps({"about": about, "cpu": CPU, "line": LINE, "views": views_as_rows}, indent=2) + "\n")
    print(f"Written to {path.relative_to(ROOT)}")
    return 0


def report(views: list[View]) -> None:
    """Print the table; note which figures miss their target."""
    print(f"{'':34}{'LCP ms':>9}{'constant':>10}{'times':>7}{'CLS':>8}{'KB':>7}{'requests':>10}")
    for view in views:
        missed = "  beyond the bar" if view.lcp > LCP_MS or view.cls > CLS else ""
        print(
            f"{view.name:34}{view.lcp:9.0f}{view.ceiling:10.0f}{view.ratio:7.2f}{view.cls:8.3f}"
            f"{view.bytes / 1024:7.1f}{view.requests:10}{missed}"
        )


if __name__ == "__main__":
    sys.exit(main())
