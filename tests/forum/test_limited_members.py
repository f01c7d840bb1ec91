"""What a limited member can't do, where they read why, and what stays theirs: reading, saving, reporting, help."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group, Post, Reaction, State, Thread
from community.forum.operations.reply_by_mail import MailedReply, reply_by_mail
from community.members.models import Member
from community.notifications.reply_addresses import reply_address
from community.safety.models import Case
from tests.acts import reply, start
from tests.forum.statements import statements
from tests.moderation.deciding import WHY
from tests.moderation.limits import limited

SIGN_IN = Callable[[Member], Client]
LINE = "you can read here, but you can’t write"
SENTENCE = "You can read here, but you can’t write until"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("scope", ["read_only", "suspended"])
def test_a_reply_is_refused_and_the_text_comes_back(
    scope: str, thread: Thread, ines: Member, ruth: Member, as_member: SIGN_IN
) -> None:
    client = as_member(ines)
    client.get(thread.get_absolute_url())
    limited(ines, ruth, scope)

    answer = client.post(f"/discussions/{thread.pk}/reply/", {"body": "You are not alone.", "token": str(uuid4())})

    assert answer.status_code == 403
    assert SENTENCE in answer.text
    assert "You are not alone." in answer.text
    assert not Post.objects.filter(author=ines).exists()
    assert "We’ve saved what you started to write here." in client.get(thread.get_absolute_url()).text


def test_the_text_of_a_discussion_and_of_an_edit_comes_back(
    thread: Thread, ines: Member, ruth: Member, as_member: SIGN_IN
) -> None:
    own, client = reply(thread, ines), as_member(ines)
    limited(ines, ruth)
    for path, sent in [
        ("/groups/breast-cancer/new/", {"title": "A question", "body": "How was it?", "audience": "public"}),
        (f"/posts/{own.pk}/edit/", {"body": "How was it?", "version": own.version}),
    ]:
        answer = client.post(path, sent | {"token": str(uuid4())})
        assert answer.status_code == 403
        assert SENTENCE in answer.text
        assert "How was it?" in answer.text
    assert "How was it?" in client.get("/groups/breast-cancer/new/").text


@pytest.mark.parametrize("scope", ["read_only", "suspended"])
def test_nothing_is_posted_edited_or_reacted_to(
    scope: str, thread: Thread, ines: Member, maria: Member, ruth: Member, group: Group
) -> None:
    own, removed = reply(thread, ines), reply(thread, ines, "Not here.")
    forum.remove_post(removed, by_author=True)
    opening = thread.posts.get(number=1)
    limited(ines, ruth, scope)

    for act in (
        lambda: reply(thread, ines, "More."),
        lambda: start(group, ines, "A question"),
        lambda: forum.edit_post(own, editor=ines, text=richtext.from_plain("Else."), version=own.version),
        lambda: forum.give_support(opening, ines, Reaction.HUG),
    ):
        with pytest.raises(PermissionDenied, match=SENTENCE):
            act()


def test_a_removed_post_stays_removed_while_its_author_only_reads(
    thread: Thread, ines: Member, ruth: Member, as_member: SIGN_IN
) -> None:
    removed = forum.remove_post(reply(thread, ines), by_author=True)
    limited(ines, ruth)

    assert as_member(ines).post(f"/posts/{removed.pk}/restore/").status_code == 403


def test_the_pages_offer_no_writing_and_say_why(
    thread: Thread, ines: Member, maria: Member, ruth: Member, as_member: SIGN_IN
) -> None:
    own, client = reply(thread, ines), as_member(ines)
    other = as_member(maria)
    for _ in range(2):  # the second time from the cache
        assert 'id="reply"' in client.get(thread.get_absolute_url()).text
    entry = limited(ines, ruth)

    for _ in range(2):
        page = client.get(thread.get_absolute_url()).text
        assert 'id="reply"' not in page
        assert f"/posts/{own.pk}/edit/" not in page
        assert f"/posts/{thread.posts.get(number=1).pk}/support/" not in page
        assert LINE in page
        assert WHY in page
        assert f"/decisions/{entry.pk}/" in page
    for path in ("/groups/breast-cancer/new/", "/settings/"):
        assert LINE in client.get(path).text
    assert "<textarea" not in client.get("/groups/breast-cancer/new/").text
    assert client.get(f"/posts/{own.pk}/edit/").status_code == 403
    for path in (thread.get_absolute_url(), "/settings/"):
        assert LINE not in other.get(path).text


def test_the_limit_ends_on_the_pages_at_its_end(thread: Thread, ines: Member, ruth: Member, as_member: SIGN_IN) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        limited(ines, ruth, until=NOON + timedelta(days=1))
        client = as_member(ines)
        clock.move_to(NOON + timedelta(hours=23, minutes=59, seconds=59))
        assert LINE in client.get(thread.get_absolute_url()).text
        clock.move_to(NOON + timedelta(days=1))
        page = client.get(thread.get_absolute_url()).text
        assert LINE not in page
        assert 'id="reply"' in page
        ines.refresh_from_db()
        assert reply(thread, ines).is_published


@pytest.mark.parametrize("scope", ["read_only", "suspended"])
def test_what_stays_theirs(scope: str, thread: Thread, ines: Member, ruth: Member, as_member: SIGN_IN) -> None:
    opening, own = thread.posts.get(number=1), reply(thread, ines)
    limited(ines, ruth, scope)
    client = as_member(ines)

    for path in (thread.get_absolute_url(), "/help/", "/contact/", "/accounts/password/change/", "/notifications/"):
        assert client.get(path).status_code in (200, 302), path
    for path, sent in [
        (f"/posts/{opening.pk}/save/", {"save": "yes"}),
        (f"/discussions/{thread.pk}/follow/", {"follow": "yes"}),
        (f"/report/?source={opening.key}", {"reason": "other", "note": "Please look."}),
        ("/contact/", {"text": "Can we talk about it?"}),
        (f"/posts/{own.pk}/remove/", {}),
    ]:
        assert client.post(path, sent).status_code in (200, 302), path
    assert Case.objects.count() == 2


def test_a_suspended_member_changes_no_profile_but_a_read_only_one_does(
    ines: Member, maria: Member, ruth: Member, as_member: SIGN_IN
) -> None:
    limited(ines, ruth, "suspended")
    limited(maria, ruth, "read_only")
    sent = {"about": "Hello, I knit.", "hue": "2"}

    answer = as_member(ines).post("/settings/about/", sent)

    assert answer.status_code == 403
    assert "You can’t change your profile until" in answer.text
    assert as_member(maria).post("/settings/about/", sent).status_code == 302
    ines.refresh_from_db()
    assert ines.about == ""


def test_what_a_held_member_writes_is_held(
    thread: Thread, ines: Member, ruth: Member, group: Group, as_member: SIGN_IN
) -> None:
    earlier = reply(thread, ines)
    limited(ines, ruth, "held")
    client = as_member(ines)
    assert "a moderator looks at your posts before others see them" in client.get(thread.get_absolute_url()).text

    answer = client.post(f"/discussions/{thread.pk}/reply/", {"body": "You are not alone.", "token": str(uuid4())})
    opening = start(group, ines, "A question")
    forum.edit_post(earlier, editor=ines, text=richtext.from_plain("Other words."), version=earlier.version)

    assert answer.status_code == 302
    assert "A moderator will look at this post before others see it." in client.get(answer["Location"]).text
    held = Post.objects.get(plain="You are not alone.")
    assert (held.state, opening.state) == (State.HELD, State.HELD)
    assert {case.source for case in Case.objects.all()} == {held.key, opening.key, earlier.key}


def test_a_reply_by_mail_comes_back_with_the_sentence(
    thread: Thread, ines: Member, ruth: Member, settings: Any, django_capture_on_commit_callbacks: Callable
) -> None:
    settings.REPLY_DOMAIN = "reply.example.org"
    limited(ines, ruth)
    address = reply_address(ines.pk, thread.posts.get(number=1).pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert reply_by_mail(MailedReply((address,), ines.email, "Thinking of you.", "<1@example.org>")) is None

    (letter,) = [letter for letter in mail.outbox if "wasn’t posted" in letter.subject]
    assert SENTENCE in letter.body
    assert "Thinking of you." in letter.body


def test_a_limit_costs_members_without_one_no_query(
    thread: Thread, ines: Member, maria: Member, ruth: Member, as_member: SIGN_IN
) -> None:
    client, limited_client = as_member(maria), as_member(ines)
    limited(ines, ruth)
    for browser in (client, limited_client):
        browser.get(thread.get_absolute_url())

    found = statements(lambda: client.get(thread.get_absolute_url()))
    of_limited = statements(lambda: limited_client.get(thread.get_absolute_url()))

    assert not [sql for sql in found if "members_sanction" in sql]
    assert len(of_limited) == len(found) + 2
