"""A live site and a real browser.

The test and the site share one database: rows of fixtures (maria, thread ...) are on the page at once, and what
the browser does can be read through the models. Each test begins with empty tables.
"""

import os
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from pytest_django import DjangoDbBlocker

from community.core.models import THE_ROW, SiteVersion
from community.members.models import Member
from tests.live_site import Site, start_site

QUIET = [
    "--no-sandbox",  # Chromium refuses its sandbox to root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Two hidden pages in each window, for suggestions in the address bar, cost a third of a short test. Chromium takes
    # one list only, so this one repeats those of Playwright's that tests of pages may meet.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,"
    "HttpsUpgrades,OptimizationHints,PaintHolding,PreconnectToSearch,ThirdPartyStoragePartitioning",
]

PAGES = pytest.StashKey[list[Page]]()
expect.set_options(timeout=30_000)  # reached only on failure; machines are busy


@pytest.fixture(scope="session", autouse=True)
def database_beside_playwright() -> Iterator[None]:
    """Allow database access: Playwright's event loop makes Django take this thread for asynchronous code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """Commit what a test stores, so that the site sees it, and continue the site's version from a fresh number.

    The site runs on while tables start again from nothing: a new number invalidates what it cached for other tests."""
    SiteVersion.objects.update_or_create(pk=THE_ROW, defaults={"number": time.time_ns()})


@pytest.fixture(scope="session")
def live_site(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """Start the site as `make demo` does, without worker and scheduler.

    A parameter is the number of processes that render pages, separate from the sockets."""
    with django_db_blocker.unblock():
        database = dict(connection.settings_dict)
    with start_site(database, processes=getattr(request, "param", None)) as site:
        yield site


@pytest.fixture(scope="session")
def base_url(live_site: Site) -> str:
    """Let `page.goto("/help/")` open the site."""
    return live_site.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: str) -> dict[str, Any]:
    """Use Debian's Chromium instead of a download."""
    return {**browser_type_launch_args, "executable_path": chromium_path, "args": QUIET}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to the report of a failed test what was on its pages."""
    report = yield
    if report.when == "call" and report.failed:
        for number, page in enumerate(item.stash.get(PAGES, []), 1):
            try:
                shown = page.locator("body").inner_text(timeout=5_000)
            except Error as unreadable:  # it was closed, or is no page
                shown = str(unreadable)
            report.sections.append((f"Page {number}: {page.url}", shown))
    return report


@pytest.fixture
def page_of(
    request: pytest.FixtureRequest, browser: Browser, base_url: str, as_member: Callable[[Member], Client]
) -> Iterator[Callable[..., Page]]:
    """Open a separate browser window, signed in as a member; `page_of()` is a guest's.

    Further arguments go to Playwright's new_context, for example java_script_enabled=False."""
    pages = request.node.stash[PAGES] = []
    windows: list[BrowserContext] = []

    def open_window(member: Member | None = None, **options: Any) -> Page:
        window = browser.new_context(base_url=base_url, **options)
        windows.append(window)
        if member:
            session = as_member(member).cookies[settings.SESSION_COOKIE_NAME].value
            window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base_url}])
        pages.append(window.new_page())
        return pages[-1]

    yield open_window
    for window in windows:
        window.close()
