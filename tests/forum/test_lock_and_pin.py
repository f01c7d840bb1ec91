"""Locking a discussion, and pinning one to the top."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.forum import operations as forum
from tests.acts import reply, start


def titles(answer):
    page = answer.context["page"]
    return [row.thread.title for row in (*page.pinned, *page.rows)]


def test_a_closed_discussion_is_read_by_all_and_says_so(thread, guest, ines, as_member):
    assert "Would you like to reply?" in guest.get(thread.get_absolute_url()).text
    assert "Post reply" in as_member(ines).get(thread.get_absolute_url()).text

    forum.set_locked(thread, True)

    assert "Closed" in guest.get(thread.get_absolute_url()).text
    assert "Would you like to reply?" not in guest.get(thread.get_absolute_url()).text
    assert "Post reply" not in as_member(ines).get(thread.get_absolute_url()).text
    assert "Closed" in guest.get(thread.group.get_absolute_url()).text


def test_a_moderator_may_still_write_in_it(thread, ruth, as_member):
    forum.set_locked(thread, True)

    assert reply(thread, ruth).number == 2
    assert "Post reply" in as_member(ruth).get(thread.get_absolute_url()).text


def test_an_opened_discussion_takes_replies_again(thread, ines):
    forum.set_locked(thread, True)
    forum.set_locked(thread, False)

    assert reply(thread, ines).number == 2


@pytest.mark.parametrize("locked", [True, False])
def test_closing_or_opening_twice_is_refused(thread, locked):
    if locked:
        forum.set_locked(thread, True)
    with pytest.raises(forum.NotPossible):
        forum.set_locked(thread, locked)


def test_a_pinned_discussion_is_first_until_its_day(group, thread, maria, guest):
    start(group, maria, "Newer than the pinned one")
    assert titles(guest.get(group.get_absolute_url()))[0] == "Newer than the pinned one"

    forum.pin(thread, timezone.now() + timedelta(days=1))
    answer = guest.get(group.get_absolute_url())
    assert titles(answer) == [thread.title, "Newer than the pinned one"]
    assert "Pinned" in answer.text

    forum.pin(thread, timezone.now() - timedelta(seconds=1))
    answer = guest.get(group.get_absolute_url())
    assert titles(answer) == ["Newer than the pinned one", thread.title]
    assert "Pinned" not in answer.text


def test_a_pin_can_be_removed(group, thread, maria, guest):
    start(group, maria, "Newer than the pinned one")
    forum.pin(thread, timezone.now() + timedelta(days=1))
    forum.pin(thread, None)

    assert titles(guest.get(group.get_absolute_url()))[0] == "Newer than the pinned one"


def test_a_pinned_discussion_has_its_ordinary_position_in_other_orders(group, thread, maria, guest):
    start(group, maria, "Newer than the pinned one")
    forum.pin(thread, timezone.now() + timedelta(days=1))

    assert titles(guest.get(f"{group.get_absolute_url()}?order=newest")) == ["Newer than the pinned one", thread.title]


def test_closing_and_pinning_bump_nothing(thread, ines):
    reply(thread, ines)
    thread.refresh_from_db()
    before = thread.last_activity_at

    forum.set_locked(thread, True)
    forum.pin(thread, timezone.now() + timedelta(days=1))

    thread.refresh_from_db()
    assert thread.last_activity_at == before
