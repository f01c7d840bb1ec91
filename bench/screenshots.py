"""Pictures of ten key pages at two widths, light and dark, from a demo that is started for them and stopped.

`make screenshots` writes them into var/screenshots/; `bin/screenshots --readme` renews those in docs/screenshots/ too.
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
TALLEST = 2400  # CSS pixels: a discussion of twenty posts is not read in a picture
FOLDER, README = ROOT / "var/screenshots", ROOT / "docs/screenshots"
# The pictures of the README: small enough to be kept in the repository.
SHOWN = {("front-page", 1280, "light"): 680, ("thread", 360, "light"): 740, ("education", 1280, "dark"): 620}


@dataclass(frozen=True)
class Picture:
    """One page: where it is, whose it is, what is done there first, and whether it is as high as its window alone."""

    name: str
    path: str
    who: str = "guest"
    first: Callable[[Page], Any] | None = None
    window_only: bool = False


def send_with_mistakes(page: Page) -> None:
    """Try to join without a proper address and with a short password."""
    page.locator("main input[name=username]").fill("no spaces please")
    page.locator("main input[name=email]").fill("heron@")
    page.locator("main input[name=password1]").fill("short")
    page.locator("main form").first.evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def open_composer(page: Page) -> None:
    """Go to the text box; the rich editor takes over."""
    page.locator("textarea[name=body]").focus()
    expect(page.locator("[contenteditable]")).to_be_focused()
    page.keyboard.type("I felt the same in the first weeks. It helped me to write three lines every evening.")


def pictures() -> list[Picture]:
    """The ten."""
    from community.education.models import Page as Article
    from community.forum.models import Thread
    from community.safety.models import Case

    thread = Thread.objects.get(title="It came back after eleven years")
    case = Case.objects.open().in_order()[0]
    return [
        Picture("front-page", "/"),
        Picture("education", Article.objects.published()[0].get_absolute_url()),
        Picture("group", thread.group.get_absolute_url()),
        Picture("thread", thread.get_absolute_url()),
        Picture("composer", f"{thread.get_absolute_url()}?page=last", "member", open_composer, window_only=True),
        Picture("notifications", "/notifications/", "member"),
        Picture("sign-up-errors", "/accounts/signup/", first=send_with_mistakes),
        Picture("case", f"/moderation/cases/{case.pk}/", "moderator"),
        Picture("display", "/display/"),
        Picture("search", "/search/?q=second"),
    ]


def windows(browser: Browser, site: str) -> Iterator[tuple[int, str, Callable[[str], Page]]]:
    """For each width and scheme a function that opens a window for somebody."""
    from community.demo.accounts import ROLES
    from community.members.models import Member
    from tests.world import World

    world = World(people={member.username: member for member in Member.objects.filter(username__in=ROLES)})
    for (width, height), scheme in product(WIDTHS.items(), SCHEMES):

        def open_window(who: str, width: int = width, height: int = height, scheme: str = scheme) -> Page:
            size: Any = {"width": width, "height": height}
            look: dict[str, Any] = {"viewport": size, "color_scheme": scheme, "reduced_motion": "reduce"}
            window = browser.new_context(base_url=site, service_workers="block", **look)
            cookies = world.browser_of(who).cookies.items()
            window.add_cookies([{"name": name, "value": cookie.value, "url": site} for name, cookie in cookies])
            return window.new_page()

        yield width, scheme, open_window


def take(page: Page, picture: Picture, file: Path, *, height: int | None) -> None:
    """Open the page and write the picture of it: so high, or as high as it is."""
    page.goto(picture.path, wait_until="networkidle")
    if picture.first:
        picture.first(page)
    width, least, whole = page.evaluate("[innerWidth, innerHeight, document.documentElement.scrollHeight]")
    page.set_viewport_size({"width": width, "height": height or min(max(whole, least), TALLEST)})
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file)


def take_all(browser: Browser, site: str, *, readme: bool) -> int:
    """All pictures; how many."""
    count = 0
    ten = pictures()
    for width, scheme, open_window in windows(browser, site):
        for picture in ten:
            page = open_window(picture.who)
            name = f"{picture.name}-{width}-{scheme}.png"
            take(page, picture, FOLDER / name, height=WIDTHS[width] if picture.window_only else None)
            page.context.close()
            count += 1
            if readme and (height := SHOWN.get((picture.name, width, scheme))):
                page = open_window(picture.who)
                take(page, picture, README / f"{picture.name}.png", height=height)
                page.context.close()
    return count


def main() -> int:
    """Take them; 1 with a sentence when Chromium is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true", help="also renew the pictures of the README")
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
    print(f"{count} pictures are in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
