"""Decisions about a discussion as a whole."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from community.forum.models import Group, GroupTally, Thread
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry
from community.moderation.operations import Decision
from tests.acts import reply, start
from tests.moderation.deciding import WHY, decide_thread


def page_of(thread: Thread) -> str:
    """Return the address of a discussion's review."""
    return f"/moderation/discussions/{thread.pk}/"


def notified(member: Member) -> list[str]:
    """Return the notifications that a member has from moderators."""
    return list(member.notifications.filter(kind="moderated").order_by("pk").values_list("text", flat=True))


def test_a_closed_discussion_takes_no_replies_until_it_is_opened_again(
    review: Client, ines: Member, maria: Member, thread: Thread
) -> None:
    assert decide_thread(review, page_of(thread), "lock_thread").status_code == 302
    with pytest.raises(PermissionDenied):
        reply(thread, ines)
    assert notified(maria) == [f"Your discussion is closed to new replies for now. {WHY}"]

    assert decide_thread(review, page_of(thread), "unlock_thread").status_code == 302

    assert reply(thread, ines).is_published
    assert notified(maria)[1] == f"Your discussion is open to replies again. {WHY}"
    assert list(AuditEntry.objects.values_list("act", flat=True)) == ["unlock_thread", "lock_thread"]


def test_a_pin_lasts_to_the_end_of_a_day_and_can_be_removed(review: Client, maria: Member, thread: Thread) -> None:
    day = timezone.localdate() + timedelta(days=3)

    assert decide_thread(review, page_of(thread), "pin_thread", until=day.isoformat()).status_code == 302

    thread.refresh_from_db()
    assert timezone.localtime(thread.pinned_until).date() == day
    assert decide_thread(review, page_of(thread), "unpin_thread").status_code == 302
    thread.refresh_from_db()
    assert thread.pinned_until is None
    assert len(notified(maria)) == 2


@pytest.mark.parametrize("until", ["", "soon", "2020-01-01", "0001-01-01", "9999-12-31", "2150-01-01", "10000-01-01"])
def test_a_pin_needs_a_day_that_is_not_over_and_not_far_off(review: Client, thread: Thread, until: str) -> None:
    response = decide_thread(review, page_of(thread), "pin_thread", until=until)

    assert response.status_code == 422
    assert re.search("Choose (a day|today)", response.text)
    assert WHY in response.text


def test_a_moved_discussion_is_counted_in_its_new_group(
    review: Client, maria: Member, thread: Thread, group: Group
) -> None:
    other = Group.objects.create(slug="carers", name="Family and carers")

    assert decide_thread(review, page_of(thread), "move_thread", group=other.pk).status_code == 302

    thread.refresh_from_db()
    assert thread.group == other
    counts = dict(GroupTally.objects.filter(audience="public").values_list("group__slug", "thread_count"))
    assert counts == {"breast-cancer": 0, "carers": 1}
    assert notified(maria) == [f"Your discussion is now in the group “Family and carers”. {WHY}"]
    assert AuditEntry.objects.get().before["group"] == group.pk


def test_each_field_says_what_it_is(review: Client, thread: Thread) -> None:
    shown = review.get(page_of(thread)).text

    assert '<label for="id_lock_thread-reason">Reason</label>' in shown
    assert '<label for="id_pin_thread-until">Until the end of</label>' in shown


def test_each_act_needs_a_reason(review: Client, thread: Thread) -> None:
    response = decide_thread(review, page_of(thread), "lock_thread", reason="")

    assert response.status_code == 422
    assert not AuditEntry.objects.exists()


def test_a_moderator_may_pin_their_own_discussion_and_nothing_else(review: Client, ruth: Member, group: Group) -> None:
    own = start(group, ruth, "Welcome").thread
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert decide_thread(review, page_of(own), "lock_thread").status_code == 403
    assert decide_thread(review, page_of(own), "pin_thread", until=tomorrow.isoformat()).status_code == 302
    assert notified(ruth) == []


def test_whoever_comes_second_reads_who_acted(review: Client, as_member: Callable, ada: Member, thread: Thread) -> None:
    seen = "0"
    decide_thread(as_member(ada), page_of(thread), "lock_thread")

    response = review.post(page_of(thread), {"act": "lock_thread", "version": seen, "lock_thread-reason": "Mine."})

    assert response.status_code == 409
    assert "Ada closed a discussion to replies" in response.text
    assert "Mine." in response.text


def test_replies_in_the_meantime_cause_no_conflict(review: Client, ines: Member, thread: Thread) -> None:
    review.get(page_of(thread))
    reply(thread, ines)

    response = review.post(page_of(thread), {"act": "lock_thread", "version": "0", "lock_thread-reason": WHY})

    assert response.status_code == 302


def test_members_cannot_through_the_operations_either(maria: Member, thread: Thread, group: Group) -> None:
    decision = Decision(by=maria, reason=WHY)
    for act in (moderation.lock_thread, moderation.unlock_thread, moderation.unpin_thread):
        with pytest.raises(PermissionDenied):
            act(thread, decision)
    with pytest.raises(PermissionDenied):
        moderation.pin_thread(thread, decision, until=timezone.now())
    with pytest.raises(PermissionDenied):
        moderation.move_thread(thread, decision, group=group)


def test_an_author_does_not_read_the_name_of_a_private_group(
    review: Client, maria: Member, ruth: Member, thread: Thread
) -> None:
    private = Group.objects.create(slug="inner", name="The last weeks", audience="private")

    moderation.move_thread(thread, Decision(by=ruth, reason=WHY), group=private)

    assert notified(maria) == [f"Your discussion is now in another group. {WHY}"]
