"""The tiles above the queue, and continuing from case to case."""

import re
from datetime import UTC, datetime, timedelta

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from community.forum.models import Post, Thread
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.operations import Decision
from tests.acts import reply
from tests.moderation.deciding import WHY, case_about, decide, reported

EVENING = datetime(2026, 11, 20, 18, tzinfo=UTC)


def tile(page: str, label: str) -> str:
    """Return the text of a tile."""
    found = re.search(rf"<dt>{label}</dt><dd[^>]*>(.*?)</dd>", page)
    assert found
    return found[1].strip()


def test_an_empty_queue_has_its_figures_too(review: Client) -> None:
    page = review.get("/moderation/").text

    labels = ["Open cases", "Held posts", "Oldest case", "Decisions today"]
    assert [tile(page, label) for label in labels] == ["0", "0", "None", "0"]
    assert "Start with the first" not in page


def test_the_tiles_count_what_is_pending_and_what_was_done_since_midnight(
    review: Client, ruth: Member, thread: Thread, ines: Member, held: Post
) -> None:
    with time_machine.travel(EVENING, tick=False):
        reported(reply(thread, ines, "First."))
    with time_machine.travel(EVENING - timedelta(days=1), tick=False):
        moderation.lock_thread(thread, Decision(by=ruth, reason="Yesterday."))
    with time_machine.travel(EVENING + timedelta(hours=1), tick=False):
        moderation.unlock_thread(thread, Decision(by=ruth, reason="Today."))
        page = review.get("/moderation/").text

    assert tile(page, "Open cases") == "2"
    assert tile(page, "Held posts") == "1"
    assert localtime(EVENING).isoformat() in tile(page, "Oldest case")
    assert tile(page, "Decisions today") == "1"


def test_the_tiles_leave_out_a_case_about_the_moderator(review: Client, thread: Thread, ruth: Member) -> None:
    reported(reply(thread, ruth, "Please be kind."))

    assert tile(review.get("/moderation/").text, "Open cases") == "0"


def test_after_a_case_a_moderator_goes_on_with_the_next_and_after_the_last_reads_that_nothing_is_pending(
    review: Client, thread: Thread, ines: Member
) -> None:
    posts = [reply(thread, ines, f"Reply {n}") for n in range(2)]
    for post in posts:
        reported(post)
    first, second = (f"/moderation/cases/{case_about(post).pk}/" for post in posts)
    assert review.post("/moderation/next/")["Location"] == first

    assert decide(review, first, "reject_report")["Location"] == second

    page = review.get(decide(review, second, "reject_report")["Location"]).text
    assert "There’s no other case for you to look at now." in page
    assert "No cases are waiting." in page


def test_who_opens_a_case_that_is_closed_already_finds_the_next_one(
    review: Client, thread: Thread, ines: Member
) -> None:
    done, waiting = reply(thread, ines, "Done."), reply(thread, ines, "Waiting.")
    reported(done)
    reported(waiting)
    case = case_about(done)
    decide(review, f"/moderation/cases/{case.pk}/", "reject_report")
    review.get("/moderation/")

    page = review.get(f"/moderation/cases/{case.pk}/").text

    assert re.search(rf'href="/moderation/cases/{case_about(waiting).pk}/">Next case</a>', page)


def test_a_case_costs_the_same_however_long_the_queue_beside_it_is(
    review: Client, thread: Thread, ines: Member
) -> None:
    reported(reply(thread, ines, "First."))
    case = case_about(Post.objects.latest("pk"))

    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert review.get(f"/moderation/cases/{case.pk}/").status_code == 200
        return len(counted)

    few = statements()
    for n in range(20):
        reported(reply(thread, ines, f"Reply {n}"))

    assert statements() == few


def test_the_log_leads_back_to_its_beginning_and_out_of_a_choice(review: Client, thread: Thread, ruth: Member) -> None:
    entry = moderation.lock_thread(thread, Decision(by=ruth, reason=WHY))

    page = review.get(f"/moderation/audit/?act=lock_thread&before={entry.pk + 1}").text
    assert "?act=lock_thread&amp;before=" in page
    assert ">Latest</a>" in page
    assert "Show everything" in page

    none = review.get("/moderation/audit/?act=move_thread").text
    assert "Nothing in the log matches." in none
    assert "<table" not in none
