"""The pending cases, and their order."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.forum.models import Post, Thread
from community.members.models import Member
from community.safety import operations as safety
from tests.acts import reply
from tests.moderation.deciding import case_about, reported

EVENING = datetime(2026, 11, 20, 18, tzinfo=UTC)


def test_an_empty_queue_says_so(review: Client) -> None:
    assert "No cases are waiting." in review.get("/moderation/").text


def test_danger_comes_first_then_private_details_then_medical_claims_then_the_oldest(
    review: Client, thread: Thread, ines: Member, maria: Member
) -> None:
    reasons = ["selling", "medical", "private", "unkind", "danger"]
    posts = [reply(thread, ines, f"Reply {n}") for n in range(len(reasons))]
    for n, (post, reason) in enumerate(zip(posts, reasons, strict=True)):
        with time_machine.travel(EVENING + timedelta(minutes=n), tick=False):
            reported(post, maria, reason)

    shown = review.get("/moderation/").text.partition('aria-label="Cases"')[2]

    positions = [shown.index(f'href="/moderation/cases/{case_about(posts[n]).pk}/"') for n in (4, 2, 1, 0, 3)]
    assert positions == sorted(positions)
    assert shown.index("Needs someone now") < positions[0] < positions[2] < shown.index("Oldest first") < positions[3]


def test_held_posts_and_letters_are_in_the_queue_too(review: Client, held: Post) -> None:
    safety.write_letter(text="Where is my post?")

    shown = review.get("/moderation/").text

    assert "Held for review" in shown
    assert "Message to the team" in shown
    assert "<dt>Open cases</dt><dd>2</dd>" in shown
    assert "<dt>Held posts</dt><dd>1</dd>" in shown


def test_a_moderator_does_not_see_the_case_about_themselves(
    review: Client, as_member: Callable, ada: Member, ruth: Member, thread: Thread, maria: Member
) -> None:
    post = reply(thread, ruth, "Please be kind.")
    reported(post, maria)
    page = f"/moderation/cases/{case_about(post).pk}/"
    assert as_member(ada).get(page).status_code == 200

    assert review.get(page).status_code == 404
    assert "No cases are waiting." in review.get("/moderation/").text
    assert "Reports" not in review.get(f"/moderation/posts/{post.pk}/").text


def test_a_long_queue_costs_what_a_short_one_costs(review: Client, thread: Thread, ines: Member, maria: Member) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            review.get("/moderation/")
        return len(counted)

    reported(reply(thread, ines, "Reply"), maria)
    few = statements()
    for n in range(30):
        reported(reply(thread, ines, f"Reply {n}"), maria)

    assert statements() == few
