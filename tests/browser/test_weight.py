"""The weight of a page on a slow connection: kilobytes as sent, requests, and layout shift."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.timezone import make_aware
from playwright.sync_api import Page, expect

from community.core.text import richtext
from community.demo import writing
from community.forum import operations as forum
from community.forum.models import Group, Reaction, Support, Thread
from tests.acts import make_member

KB = 1024
EXAMPLE = Path(settings.BASE_DIR) / "community/demo/content/community"
WATCH_JUMPS = """
window.jumps = 0;
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumps += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Two paints after everything has loaded, scripts have changed what they change.
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.jumps))))"


@dataclass
class Weighed:
    """A page as it was sent: bytes of each kind of file, of the page itself, and their addresses."""

    page: Page
    sent: dict[str, int] = field(default_factory=dict)
    raw: int = 0
    addresses: list[str] = field(default_factory=list)

    def open(self, path: str, until: Callable[[Page], Any]) -> "Weighed":
        """Open a page and wait until it has loaded."""
        finished: list[Any] = []
        self.page.on("requestfinished", lambda request: finished.append(request))
        self.page.add_init_script(WATCH_JUMPS)
        answer = self.page.goto(path, wait_until="load")
        assert answer
        until(self.page)
        self.raw = len(answer.body())
        for request in finished:
            if request.url.startswith(("data:", "ws:")):
                continue
            self.addresses.append(request.url)
            kind = request.resource_type
            self.sent[kind] = self.sent.get(kind, 0) + request.sizes()["responseBodySize"]
        return self

    def jumps(self) -> float:
        """Return the cumulative layout shift."""
        return float(self.page.evaluate(SETTLED))


@pytest.fixture
def twenty(group: Group) -> Thread:
    """A discussion whose first page has twenty posts of ordinary length, each with reactions."""
    text = next(thread for thread in writing.threads(EXAMPLE) if thread.title == "It came back after eleven years")
    words = [text.body, *(reply.text for reply in text.replies[:24])]
    people = [make_member(name) for name in dict.fromkeys([text.author, *(each.author for each in text.replies[:24])])]
    posts = [
        forum.ImportedPost(
            people[number % len(people)],
            richtext.from_plain(words[number]),
            make_aware(text.started),
            support=[
                Support(member=people[(number + 1 + index) % len(people)], reaction=reaction)
                for index, reaction in enumerate(list(Reaction)[: len(people) - 1])
            ],
        )
        for number in range(25)
    ]
    thread = forum.import_thread(group, key=text.key, title=text.title, posts=posts)
    assert thread
    assert thread.page_count == 2
    return thread


def dates_are_written(page: Page) -> None:
    """Wait until the script for dates has run."""
    expect(page.locator("time").first).to_be_visible()
    page.wait_for_load_state("networkidle")


def test_a_guests_page_of_twenty_posts_is_light(page_of: Callable[..., Page], twenty: Thread, base_url: str) -> None:
    page = page_of(viewport={"width": 360, "height": 740})

    weighed = Weighed(page).open(twenty.get_absolute_url(), dates_are_written)

    assert page.locator("article").count() == 20
    assert weighed.sent["document"] <= 12 * KB
    assert weighed.raw <= 60 * KB
    assert 0 < weighed.sent["stylesheet"] <= 20 * KB
    assert weighed.sent.get("script", 0) <= 30 * KB
    assert len(weighed.addresses) <= 8
    assert all(address.startswith(base_url) for address in weighed.addresses)
    assert weighed.jumps() <= 0.02


def test_a_members_page_of_twenty_posts_is_light(page_of: Callable[..., Page], twenty: Thread, base_url: str) -> None:
    """Allow for the bell, live replies, the reply form, the actions of each post, and htmx."""
    page = page_of(make_member("Reader"), viewport={"width": 360, "height": 740})

    weighed = Weighed(page).open(twenty.get_absolute_url(), dates_are_written)

    assert page.locator("article").count() == 20
    assert weighed.sent["document"] <= 16 * KB
    assert weighed.raw <= 80 * KB
    assert 0 < weighed.sent["stylesheet"] <= 20 * KB
    assert weighed.sent["script"] <= 45 * KB
    assert len(weighed.addresses) <= 20
    assert all(address.startswith(base_url) for address in weighed.addresses)
    assert weighed.jumps() <= 0.02
