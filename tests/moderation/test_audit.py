"""The audit log."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.forum.models import Thread
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.operations import Decision
from tests.acts import reply


def lock_and_open(thread: Thread, by: Member, times: int = 1) -> None:
    """Lock and unlock a discussion this many times."""
    for n in range(times):
        moderation.lock_thread(thread, Decision(by=by, reason=f"Closed for the {n}th time."))
        moderation.unlock_thread(thread, Decision(by=by, reason=f"Opened for the {n}th time."))


def test_an_empty_log_says_so(review: Client) -> None:
    assert "Nothing here yet." in review.get("/moderation/audit/").text


def test_the_log_can_be_read_by_act_and_by_who_did_it(
    review: Client, ada: Member, ruth: Member, thread: Thread
) -> None:
    lock_and_open(thread, ruth)
    moderation.lock_thread(thread, Decision(by=ada, reason="Ada's reason."))

    everything = review.get("/moderation/audit/").text
    adas = review.get("/moderation/audit/", {"actor": ada.pk}).text
    openings = review.get("/moderation/audit/", {"act": "unlock_thread"}).text

    assert "Closed for" in everything and "Opened for" in everything and "Ada&#x27;s reason." in everything
    assert "Ada&#x27;s reason." in adas and "Closed for" not in adas
    assert "Opened for" in openings and "Closed for" not in openings


def test_the_log_goes_on_page_by_page_without_gap_or_repeat(
    review: Client, ruth: Member, thread: Thread, monkeypatch
) -> None:
    monkeypatch.setattr("community.moderation.selectors.audit_log.AUDIT_PAGE", 2)
    lock_and_open(thread, ruth, times=2)
    first = review.get("/moderation/audit/?act=lock_thread&actor=")
    assert first.context["older"] == ""
    pages, older = [], "?"
    while older:
        page = review.get("/moderation/audit/" + older)
        pages.append([row.item.pk for row in page.context["rows"]])
        older = page.context["older"]

    seen = [pk for page in pages for pk in page]
    assert [len(page) for page in pages] == [2, 2]
    assert seen == sorted(set(seen), reverse=True)


def test_only_the_latest_action_offers_to_be_undone(review: Client, ruth: Member, thread: Thread) -> None:
    lock_and_open(thread, ruth, times=2)

    assert review.get("/moderation/audit/").text.count("/undo/") == 1


def test_a_long_log_costs_what_a_short_one_costs(review: Client, ruth: Member, ines: Member, thread: Thread) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            review.get("/moderation/audit/")
        return len(counted)

    lock_and_open(thread, ruth)
    moderation.remove_post(reply(thread, ines), Decision(by=ruth, reason="One."))
    few = statements()
    for _ in range(20):
        moderation.remove_post(reply(thread, ines), Decision(by=ruth, reason="Many."))

    assert statements() == few


def test_a_strange_address_shows_the_log_all_the_same(
    review: Client, as_member: Callable, ruth: Member, thread: Thread
) -> None:
    lock_and_open(thread, ruth)

    for query in ("before=x", "before=-1", "before=99999999999999999999999", "before=²", "act=nothing", "actor=x"):
        assert review.get(f"/moderation/audit/?{query}").status_code == 200
