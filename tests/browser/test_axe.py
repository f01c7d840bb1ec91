"""axe finds nothing on the main pages and a page of each app, in one theme and width. test_matrix.py: all others."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests import world as making
from tests.browser.axe import faults
from tests.browser.measures import moving, sideways, small_targets
from tests.browser.page_walk import Walk
from tests.browser.posts import more_of
from tests.page_catalogue import CATALOGUE
from tests.page_variants import PageVariant
from tests.world import World

KEY_PAGES = ("front page", "group", "thread", "learn page", "sign up")
PHONE = {"width": 320, "height": 568}
ZOOMED = {"width": 320, "height": 256}  # 1280 x 1024 at 400% (WCAG 1.4.10)


def once_each() -> list[PageVariant]:
    """Return the first variant of each template."""
    first: dict[str, PageVariant] = {}
    for variant in CATALOGUE:
        first.setdefault(variant.template, variant)
    return list(first.values())


def one_of_each_app() -> list[PageVariant]:
    """Return the main pages and the first page of each folder of templates."""
    first: dict[str, PageVariant] = {}
    for variant in once_each():
        first.setdefault(variant.template.partition("/")[0], variant)
    main = [variant for variant in once_each() if variant.name in KEY_PAGES]
    return [*main, *(variant for variant in first.values() if variant not in main)]


@pytest.fixture
def world(transactional_db: None) -> World:
    """Create a community with every kind of content."""
    world = making.people()
    making.fill(world)
    return world


@pytest.fixture
def walk(browser: Browser, base_url: str, world: World) -> Iterator[Walk]:
    """Windows of everybody in the catalogue."""
    walk = Walk(browser, base_url, world)
    yield walk
    walk.close()


def test_axe_finds_nothing_on_a_page_of_each_app_and_the_main_pages_fit_and_stand_still(walk: Walk) -> None:
    """Check large letters and a narrow screen too, and reduced motion: one test, for its world takes ten seconds."""
    wrong = []
    for variant in one_of_each_app():
        page = walk.open(variant, variant.who[0])
        found = list(faults(page))
        if variant.name in KEY_PAGES:
            found += moving(page)
            for size in (ZOOMED, PHONE):
                page.set_viewport_size(size)  # type: ignore[arg-type]
                found += sideways(page)
            found += small_targets(page)
        wrong += [f"{variant} for {variant.who[0]}: {fault}" for fault in found]

    assert not wrong, "\n".join(wrong)


@pytest.mark.long
def test_axe_finds_nothing_in_what_opens(walk: Walk) -> None:
    """Check the account menu, the pages of a discussion, the rich editor, "More", and a dialog above them."""
    thread = next(variant for variant in CATALOGUE if variant.name == "thread")
    page = walk.open(thread, "member")
    wrong = []
    for summary in page.locator("summary:visible").all():
        summary.click()
        wrong += [f"{summary.inner_text()}: {fault}" for fault in faults(page, "details[open]")]
        summary.click()
    page.locator("textarea[name=body]").focus()
    expect(page.locator("[contenteditable]")).to_be_focused()
    wrong += [f"editor: {fault}" for fault in faults(page)]
    more = more_of(page.locator("article.post").first)
    wrong += [f"More: {fault}" for fault in faults(page, "[popover]:popover-open")]
    more.get_by_role("link", name="Report").click()
    expect(page.locator("dialog[open] [type=radio]").first).to_be_visible()
    wrong += [f"dialog: {fault}" for fault in faults(page)]

    assert not wrong, "\n".join(wrong)
