"""Sockets are cut and messages lost while people reply: every page has every reply once, and the bell is right."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser

from community.forum import operations as forum
from community.forum.models import Group, Thread
from community.members.models import Member
from tests.acts import make_member, start
from tests.browser.open_pages import PlainPage, RealPage
from tests.live.test_separate_processes import cookies_of
from tests.live_site import Site, start_site

SETTLED = 30  # seconds
MANY = "999999"


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """A site on which one member may post thousands of replies; the parameter is the share of lost messages."""
    more = {"ALONGSIDE_TEST_LOSS": request.param} if request.param else {}
    names = ("POSTS_PER_MINUTE", "POSTS_PER_HOUR", "CHANGES_PER_MINUTE")
    limits = {f"ALONGSIDE_{name}": MANY for name in names}
    with start_site(dict(connection.settings_dict), **limits, **more) as started:
        yield started


def post_replies(site: Site, cookies: str, threads: list[Thread], count: int) -> None:
    """Post replies to the first thread, one after the other; every tenth is followed by one to the second."""
    there = HTTPConnection(site.url.removeprefix("http://"), timeout=60)
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    for number in range(count):
        for thread in threads if number % 10 == 0 else threads[:1]:
            fields = {"csrfmiddlewaretoken": "a" * 32, "body": f"Thinking of you {uuid4()}", "token": uuid4()}
            there.request("POST", f"/discussions/{thread.pk}/reply/", urlencode(fields), headers)
            response = there.getresponse()
            response.read()
            assert response.status == 302, response.status


@pytest.mark.parametrize(
    ("site", "replies", "cuts", "real"),
    [
        pytest.param("", 30, 6, 1, id="a few cuts"),
        pytest.param("0.05", 60, 0, 1, id="5% lost, shortly", marks=pytest.mark.long),
        pytest.param("", 2_000, 200, 2, id="200 cuts", marks=pytest.mark.long),
        pytest.param("0.05", 2_000, 0, 2, id="5% lost", marks=pytest.mark.long),
    ],
    indirect=["site"],
)
def test_every_page_has_every_reply_once_and_the_right_badge(
    browser: Browser,
    as_member: Callable[[Member], Client],
    site: Site,
    group: Group,
    thread: Thread,
    maria: Member,
    ines: Member,
    replies: int,
    cuts: int,
    real: int,
) -> None:
    other = start(group, maria, "Sleep after treatment").thread
    members = [maria, *(make_member(f"Reader{number}") for number in range(4))]
    pages: list[Any] = []
    for number, member in enumerate(members):
        for followed in (thread, other):
            forum.follow(followed, member)
        cookies = cookies_of(as_member(member))
        if number < real:
            window = browser.new_context(base_url=site.url)
            session = as_member(member).cookies[settings.SESSION_COOKIE_NAME].value
            window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])
            pages.append(RealPage(window.new_page(), thread.get_absolute_url()))
        else:
            pages.append(PlainPage(site.url, cookies, thread.pk, thread.get_absolute_url()))
            pages[-1].start()

    writing = threading.Thread(
        target=post_replies, args=(site, cookies_of(as_member(ines)), [thread, other], replies), daemon=True
    )
    writing.start()
    left, wanted = cuts, list(range(1, replies + 2))
    while writing.is_alive():
        if left:
            random.choice(pages).cut()  # noqa: S311 (which page)
            left -= 1
        for page in pages:
            page.step()
        time.sleep(0.05)
    for _ in range(left):
        random.choice(pages).cut()  # noqa: S311 (which page)

    ends = time.monotonic() + SETTLED

    def differences() -> list[str]:
        stored = [member.notifications.on_site().unread().count() for member in members]
        return [
            f"{type(page).__name__}: {len(page.shown)} of {len(wanted)}, {page.unread} unread of {unread}"
            for page, unread in zip(pages, stored, strict=True)
            if page.shown != wanted or page.unread != unread
        ]

    while differences() and time.monotonic() < ends:
        for page in pages:
            page.step()
        time.sleep(0.1)
    found = differences()
    for page in pages:
        page.stop()
    assert not found
    assert [member.notifications.unread().count() for member in members] == [1] * 5, "of the other discussion"
