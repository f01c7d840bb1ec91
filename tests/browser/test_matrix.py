"""axe, page width and target sizes: every variant of the catalogue x who sees it x every display."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import world as making
from tests.browser.axe import faults
from tests.browser.measures import sideways, small_targets
from tests.browser.page_walk import UnexpectedPage, Walk
from tests.page_catalogue import CATALOGUE
from tests.page_variants import PageVariant

pytestmark = pytest.mark.long
DESKTOP, PHONE, ZOOMED = {"width": 1280, "height": 800}, {"width": 320, "height": 568}, {"width": 320, "height": 256}
CONTRAST, LARGE = "contrast-more", "text-4.spacing-roomy"
FOLDERS = sorted({variant.template.partition("/")[0].removesuffix(".html") for variant in CATALOGUE})


@pytest.fixture
def walk(browser: Browser, base_url: str, transactional_db: None) -> Iterator[Walk]:
    """Windows of everybody in the catalogue, in a community without content."""
    walk = Walk(browser, base_url, making.people())
    yield walk
    walk.close()


def as_it_is(page: Page) -> Iterator[str]:
    """Check light and dark, the width of a phone, and zoom on a desktop."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        yield from (f"{scheme}: {fault}" for fault in faults(page))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    yield from (f"zoomed: {fault}" for fault in sideways(page))
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # there the reading bar lies over no target
    yield from (f"320 px: {fault}" for fault in (*faults(page), *sideways(page), *small_targets(page)))


def in_high_contrast(page: Page) -> Iterator[str]:
    """Check high contrast, light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        yield from (f"high contrast, {scheme}: {fault}" for fault in faults(page))
    page.emulate_media(color_scheme="light")


def in_large_letters(page: Page) -> Iterator[str]:
    """Check the largest text, on a desktop and on a phone."""
    yield from (f"large letters: {fault}" for fault in (*faults(page), *sideways(page)))
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    yield from (f"large letters, 320 px: {fault}" for fault in sideways(page))


DISPLAYS = {"": as_it_is, CONTRAST: in_high_contrast, LARGE: in_large_letters}


def wrong_with(walk: Walk, variant: PageVariant) -> Iterator[str]:
    """Yield the faults of a variant, for each who sees it, in each display."""
    for who in variant.who:
        for display, examine in DISPLAYS.items():
            try:
                page = walk.open(variant, who, display)
            except UnexpectedPage as otherwise:
                yield f"{variant} for {who}: {otherwise}"
                continue
            page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
            yield from (f"{variant} for {who}, {fault}" for fault in examine(page))


def test_every_page_before_anything_is_there(walk: Walk) -> None:
    wrong = [fault for variant in CATALOGUE if variant.bare for fault in wrong_with(walk, variant)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_page(folder: str, walk: Walk) -> None:
    making.fill(walk.world)
    variants = [variant for variant in CATALOGUE if variant.template.startswith(folder) and not variant.bare]

    wrong = [fault for variant in variants for fault in wrong_with(walk, variant)]

    assert not wrong, "\n".join(wrong)


def test_axe_reports_a_planted_fault(walk: Walk) -> None:
    """Prove that axe finds contrast just below 7:1, small targets, missing names and a missing language."""
    page = walk.browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.set_content(
        '<main><h1 style="color:#666;background:#fff">Hello</h1><p style="color:#666">Words</p><img src="data:,">'
        '<button style="width:9px;height:9px;padding:0">a</button>'
        '<button style="width:9px;height:9px;padding:0">b</button>'
    )
    found = " ".join(faults(page))
    for rule in ("color-contrast-enhanced", "target-size", "image-alt", "html-has-lang", "document-title"):
        assert rule in found
    page.close()
