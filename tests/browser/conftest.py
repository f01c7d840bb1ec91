"""A real site and a real browser.

The test and the site share one database: what the fixtures make (maria, thread ...) is on the page at once, and what
the browser does can be read through the models. Each test begins with empty tables.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
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
]

expect.set_options(timeout=15_000)  # how long a condition is waited for; machines are busy


@pytest.fixture(scope="session", autouse=True)
def database_beside_playwright() -> Iterator[None]:
    """Playwright keeps a loop in this thread, which Django would take for asynchronous code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """What a test makes is committed, so that the site sees it. The site runs on, with tables that begin anew: a number
    that none had before keeps it from showing what it kept for another."""
    SiteVersion.objects.update_or_create(pk=THE_ROW, defaults={"number": time.time_ns()})


@pytest.fixture(scope="session")
def live_site(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """The site, as `make demo` runs it but without worker and scheduler; a parameter is how many processes make its
    pages, apart from the sockets."""
    with django_db_blocker.unblock():
        database = dict(connection.settings_dict)
    with start_site(database, processes=getattr(request, "param", None)) as site:
        yield site


@pytest.fixture(scope="session")
def base_url(live_site: Site) -> str:
    """`page.goto("/help/")` opens the site."""
    return live_site.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: str) -> dict[str, Any]:
    """Debian's Chromium instead of a download."""
    return {**browser_type_launch_args, "executable_path": chromium_path, "args": QUIET}


@pytest.fixture
def page_of(browser: Browser, base_url: str, as_member: Callable[[Member], Client]) -> Iterator[Callable[..., Page]]:
    """Open a browser window of her own for a member, signed in; `page_of()` is a guest's.

    Further arguments go to Playwright's new_context, for example java_script_enabled=False."""
    windows: list[BrowserContext] = []

    def open_window(member: Member | None = None, **options: Any) -> Page:
        window = browser.new_context(base_url=base_url, **options)
        windows.append(window)
        if member:
            session = as_member(member).cookies[settings.SESSION_COOKIE_NAME].value
            window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base_url}])
        return window.new_page()

    yield open_window
    for window in windows:
        window.close()
