"""Take screenshots of ten pages of a demo, at two widths, light and dark.

`make screenshots` writes them to var/screenshots/; `bin/screenshots --readme` also updates those in docs/screenshots/.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.site import ROOT, demo
from tests import services

WIDTHS = {360: 740, 1280: 800}
SCHEMES = ("light", "dark")
MAX_HEIGHT = 2400  # CSS pixels
FOLDER, README = ROOT / "var/screenshots", ROOT / "docs/screenshots"
# The screenshots in the README, with their height; they are committed.
IN_README = {("front-page", 1280, "light"): 680, ("thread", 360, "light"): 740, ("education", 1280, "dark"): 620}


@dataclass(frozen=True)
class Screenshot:
    """A page to take: its path, who views it, what to do first, and whether to cut it at the window's height."""

    name: str
    path: str
    who: str = "guest"
    first: Callable[[Page], Any] | None = None
    window_only: bool = False


def send_with_mistakes(page: Page) -> None:
    """Submit the sign-up form with invalid values."""
    page.locator("main input[name=username]").fill("no spaces please")
    page.locator("main input[name=email]").fill("heron@")
    page.locator("main input[name=password1]").fill("short")
    page.locator("main form").first.evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def open_composer(page: Page) -> None:
    """Focus the text box, which loads the rich-text editor, and type over the draft of an earlier screenshot."""
    page.locator("#id_body").focus()
    expect(page.locator("[contenteditable]")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("I felt the same in the first weeks. It helped me to write three lines every evening.")


def screenshots() -> list[Screenshot]:
    """Return the ten screenshots to take."""
    from community.education.models import Page as Article
    from community.forum.models import Thread
    from community.safety.models import Case

    thread = Thread.objects.get(title="It came back after eleven years")
    case = Case.objects.open().in_order()[0]
    return [
        Screenshot("front-page", "/"),
        Screenshot("education", Article.objects.published()[0].get_absolute_url()),
        Screenshot("group", thread.group.get_absolute_url()),
        Screenshot("thread", thread.get_absolute_url()),
        Screenshot("composer", f"{thread.get_absolute_url()}?page=last", "member", open_composer, window_only=True),
        Screenshot("notifications", "/notifications/", "member"),
        Screenshot("sign-up-errors", "/accounts/signup/", first=send_with_mistakes),
        Screenshot("case", f"/moderation/cases/{case.pk}/", "moderator"),
        Screenshot("display", "/display/"),
        Screenshot("search", "/search/?q=second"),
    ]


def windows(browser: Browser, site: str) -> Iterator[tuple[int, str, Callable[[str], Page]]]:
    """Yield for each width and colour scheme a function that opens a page for a given viewer."""
    from community.demo.accounts import ROLES
    from community.members.models import Member
    from tests.world import World

    world = World(people={member.username: member for member in Member.objects.filter(username__in=ROLES)})
    for (width, height), scheme in product(WIDTHS.items(), SCHEMES):

        def open_window(who: str, width: int = width, height: int = height, scheme: str = scheme) -> Page:
            size: Any = {"width": width, "height": height}
            options: dict[str, Any] = {"viewport": size, "color_scheme": scheme, "reduced_motion": "reduce"}
            window = browser.new_context(base_url=site, service_workers="block", **options)
            cookies = world.browser_of(who).cookies.items()
            window.add_cookies([{"name": name, "value": cookie.value, "url": site} for name, cookie in cookies])
            return window.new_page()

        yield width, scheme, open_window


def take(page: Page, screenshot: Screenshot, file: Path, *, height: int | None) -> None:
    """Open the page and write the screenshot, `height` CSS pixels high, or the whole page for None."""
    page.goto(screenshot.path, wait_until="networkidle")
    if screenshot.first:
        screenshot.first(page)
    width, least, whole = page.evaluate("[innerWidth, innerHeight, document.documentElement.scrollHeight]")
    page.set_viewport_size({"width": width, "height": height or min(max(whole, least), MAX_HEIGHT)})
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file)


def take_all(browser: Browser, site: str, *, readme: bool) -> int:
    """Take all screenshots; return how many."""
    count = 0
    wanted = screenshots()
    for width, scheme, open_window in windows(browser, site):
        for screenshot in wanted:
            page = open_window(screenshot.who)
            name = f"{screenshot.name}-{width}-{scheme}.png"
            take(page, screenshot, FOLDER / name, height=WIDTHS[width] if screenshot.window_only else None)
            page.context.close()
            count += 1
            if readme and (height := IN_README.get((screenshot.name, width, scheme))):
                page = open_window(screenshot.who)
                take(page, screenshot, README / f"{screenshot.name}.png", height=height)
                page.context.close()
    return count


def main() -> int:
    """Take the screenshots; 1 when Chromium is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true", help="also update the screenshots of the README")
    readme = parser.parse_args().readme
    try:
        chromium = services.chromium()
    except services.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        count = take_all(browser, site, readme=readme)
        browser.close()
    print(f"{count} screenshots are in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
