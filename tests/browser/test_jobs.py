"""No job that members come for takes more than four presses beside writing: on a phone by touch, at a desk by keyboard.

Each test prints what its job took (`pytest -s`); docs/jobs.md has the table."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group, Post, Thread
from community.members.models import Member
from tests.acts import reply, start
from tests.browser.jobs import JOBS, Hand, Scene

MOST = 4
PAGES = 45
QUESTION = "Sleeping on my side again"
WAYS = ["finger", "keys"]


@pytest.fixture
def scene(
    group: Group, thread: Thread, maria: Member, ines: Member, joan: Member, request: pytest.FixtureRequest
) -> Scene:
    """Joan's question of two days ago, four followed discussions with something new in each, and a long one."""
    asked = start(group, joan, QUESTION)
    ago = timezone.now() - timedelta(days=2)
    Post.objects.filter(pk=asked.pk).update(created_at=ago, published_at=ago)
    Thread.objects.filter(pk=asked.thread_id).update(last_activity_at=ago)
    forum.unfollow(asked.thread, joan)
    for number in range(4):
        walk = start(group, maria, f"Walk number {number + 1}").thread
        forum.follow(walk, joan)
        forum.visit(joan, walk, first=1, number=1)
        reply(walk, ines, "I walked too.")
    reply(thread, ines, "It gets easier.")
    long = thread
    if request.node.callspec.params["job"].__name__ == "reply_on_page_40":
        began = datetime(2023, 1, 1, 18, tzinfo=UTC)
        days = [
            forum.ImportedPost(maria, richtext.from_plain(f"Day {day + 1}."), began + timedelta(hours=day))
            for day in range(PAGES * 20)
        ]
        long = forum.import_thread(group, key="long", title="Day by day", posts=days) or thread
    return Scene(QUESTION, thread, long)


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.__name__)
def test_a_job_takes_four_presses_at_most(
    job: Callable[[Hand, Scene], None], way: str, scene: Scene, joan: Member, page_of: Callable[..., Page]
) -> None:
    if way == "finger":
        page = page_of(joan, viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    else:
        page = page_of(joan, viewport={"width": 1280, "height": 800})
    hand = Hand(page, with_finger=way == "finger")

    job(hand, scene)

    pages = len(hand.pages) - 1  # without the one on which the job begins
    print(f"JOB {job.__name__} {way}: {hand.presses} presses, {hand.steps} steps, {pages} pages")  # noqa: T201
    assert hand.presses <= MOST
