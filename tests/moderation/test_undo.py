"""Every action can be undone, with a reason, until something later conflicts with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from community.forum.models import Group, Post, State, Thread
from community.forum.operations import NotPossible
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.models import FINAL, MATTERS, Act, AuditEntry
from community.moderation.operations import Decision
from community.moderation.operations.taking_back import OPPOSITE_ACTS
from community.moderation.review.base import BUTTONS
from community.safety import operations as safety
from community.safety.models import Case
from tests.acts import reply
from tests.moderation.deciding import WHY, case_about, decide, decide_thread, reported


def undo(client: Client, entry: AuditEntry) -> AuditEntry:
    """Undo an action on its page."""
    response = decide(client, f"/moderation/audit/{entry.pk}/undo/", entry.act)
    assert response.status_code == 302
    return AuditEntry.objects.get(undoes=entry)


def test_a_removal_and_its_undoing(review: Client, post: Post, ruth: Member) -> None:
    entry = moderation.remove_post(post, Decision(by=ruth, reason=WHY))
    post.refresh_from_db()
    assert post.state == State.REMOVED

    back = undo(review, entry)

    post.refresh_from_db()
    assert post.is_published
    assert back.act == "restore_post"
    undo(review, back)
    post.refresh_from_db()
    assert post.state == State.REMOVED


@pytest.mark.parametrize(("act", "state"), [("approve_post", State.REMOVED), ("reject_post", State.PUBLISHED)])
def test_a_decision_about_a_held_post_and_its_undoing(
    act: str, state: str, review: Client, held: Post, ruth: Member
) -> None:
    entry = getattr(moderation, act)(held, Decision(by=ruth, reason=WHY, case=case_about(held)))

    undo(review, entry)

    held.refresh_from_db()
    assert held.state == state


def test_a_closure_and_its_undoing(review: Client, thread: Thread, ruth: Member) -> None:
    entry = moderation.lock_thread(thread, Decision(by=ruth, reason=WHY))

    opened = undo(review, entry)

    thread.refresh_from_db()
    assert not thread.locked
    undo(review, opened)
    thread.refresh_from_db()
    assert thread.locked


def test_a_pin_goes_back_to_the_pin_before_it(review: Client, thread: Thread, ruth: Member) -> None:
    soon, later = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=9)
    decision = Decision(by=ruth, reason=WHY)
    first = moderation.pin_thread(thread, decision, until=soon)
    second = moderation.pin_thread(thread, decision, until=later)

    undone = undo(review, second)

    thread.refresh_from_db()
    assert thread.pinned_until == soon
    assert undone.act == "pin_thread"
    assert first.before["pinned_until"] is None


def test_an_unpinned_discussion_is_pinned_again_as_long_as_it_was(review: Client, thread: Thread, ruth: Member) -> None:
    until = timezone.now() + timedelta(days=1)
    decision = Decision(by=ruth, reason=WHY)
    pinned = moderation.pin_thread(thread, decision, until=until)
    undo(review, undo(review, pinned))

    thread.refresh_from_db()
    assert thread.pinned_until == until


def test_a_moved_discussion_goes_back_with_the_audience_it_had(review: Client, thread: Thread, ruth: Member) -> None:
    inner = Group.objects.create(slug="inner", name="Inner circle", audience="members")
    home = thread.group
    entry = moderation.move_thread(thread, Decision(by=ruth, reason=WHY), group=inner)
    thread.refresh_from_db()
    assert (thread.group, thread.audience) == (inner, "members")

    undo(review, entry)

    thread.refresh_from_db()
    assert (thread.group, thread.audience) == (home, "public")


def test_a_declined_report_comes_back_into_the_queue(review: Client, post: Post, maria: Member) -> None:
    reported(post, maria)
    case = case_about(post)
    decide(review, f"/moderation/cases/{case.pk}/", "reject_report")

    undo(review, AuditEntry.objects.get())

    case.refresh_from_db()
    assert case.is_open
    assert case_about(post) == case


def test_a_dismissed_letter_can_be_reopened_from_its_own_page(review: Client, maria: Member) -> None:
    safety.write_letter(text="I cannot sign in.", email="maria@example.org", member=maria)
    url = f"/moderation/cases/{Case.objects.get().pk}/"
    assert "mailto:maria@example.org" in review.get(url).text
    decide(review, url, "settle_case")
    assert Case.objects.get().state == "resolved"
    assert maria.notifications.get().text == f"Thank you for writing to the team. {WHY}"

    decide(review, url, "reopen_case")

    assert Case.objects.get().is_open


def test_what_was_changed_again_cannot_be_undone(review: Client, thread: Thread, ruth: Member) -> None:
    decision = Decision(by=ruth, reason=WHY)
    entry = moderation.lock_thread(thread, decision)
    moderation.unlock_thread(thread, decision)

    with pytest.raises(NotPossible):
        moderation.undo(entry, decision)
    page = review.get(f"/moderation/audit/{entry.pk}/undo/").text
    assert "nothing left to undo" in page


def test_whoever_undoes_second_reads_who_acted(
    review: Client, as_member: Callable, ada: Member, ruth: Member, thread: Thread
) -> None:
    entry = moderation.lock_thread(thread, Decision(by=ruth, reason=WHY))
    url = f"/moderation/audit/{entry.pk}/undo/"
    undo(as_member(ada), entry)

    response = review.post(url, {"act": "unlock_thread", "version": str(entry.pk), "reason": "Mine."})

    assert response.status_code == 409
    assert "Ada reopened a discussion" in response.text
    assert "Mine." in response.text


def test_an_undoing_needs_a_reason(review: Client, thread: Thread, ruth: Member) -> None:
    entry = moderation.lock_thread(thread, Decision(by=ruth, reason=WHY))

    response = decide(review, f"/moderation/audit/{entry.pk}/undo/", "unlock_thread", reason="")

    assert response.status_code == 422
    thread.refresh_from_db()
    assert thread.locked


def test_nobody_undoes_what_was_decided_about_them(
    review: Client, as_member: Callable, ada: Member, ruth: Member, thread: Thread, group: Group
) -> None:
    own = reply(thread, ruth, "Please be kind.")
    entry = moderation.remove_post(own, Decision(by=ada, reason=WHY))

    assert decide(review, f"/moderation/audit/{entry.pk}/undo/", "restore_post").status_code == 403
    own.refresh_from_db()
    assert own.state == State.REMOVED


def test_a_decision_on_a_discussions_page_leads_back_to_it(review: Client, thread: Thread) -> None:
    url = f"/moderation/discussions/{thread.pk}/"

    assert decide_thread(review, url, "lock_thread")["Location"] == url
    assert "/undo/" in review.get(url).text


@pytest.mark.parametrize("table", [MATTERS, OPPOSITE_ACTS, BUTTONS], ids=["matter", "opposite", "button"])
def test_every_act_has_one(table: dict[Act, object]) -> None:
    final = FINAL if table is OPPOSITE_ACTS else set()
    assert set(table) == set(Act) - final
