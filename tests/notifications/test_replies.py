"""Followers are notified of replies: one open row per discussion, which names who wrote since the last visit."""

from importlib import import_module
from uuid import uuid4

import pytest

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Follow
from community.notifications.models import Kind
from community.notifications.selectors.notification_list import rows_for
from community.safety.models import WatchedPhrase
from tests.acts import make_member, reply
from tests.notifications.notifications import notify_followers, sentences, unread

TITLE = "“It came back after eleven years”"


def test_one_reply_is_one_name(thread, maria, ines):
    reply(thread, ines)
    notify_followers()

    assert sentences(maria) == [f"Ines replied in {TITLE}"]
    assert unread(maria) == 1


def test_many_replies_are_one_row_that_counts_people(thread, maria, ines, joan, tess):
    for author in (joan, tess, joan, ines, ines):
        reply(thread, author)
        notify_followers()

    assert sentences(maria) == [f"Ines and 2 others replied in {TITLE}"]
    assert maria.notifications.get().first_number == 2


def test_two_people_are_a_name_and_one_other(thread, maria, ines, joan):
    reply(thread, joan)
    reply(thread, ines)
    notify_followers()

    assert sentences(maria) == [f"Ines and 1 other replied in {TITLE}"]


def test_the_row_leads_to_the_first_unseen_post(thread, maria, ines):
    first = reply(thread, ines)
    reply(thread, ines)
    notify_followers()

    assert rows_for(maria, [maria.notifications.get()])[0].url == first.get_absolute_url()


def test_a_members_own_replies_do_not_count_as_news(thread, maria, ines):
    reply(thread, ines)
    notify_followers()
    reply(thread, maria)
    notify_followers()

    assert sentences(maria) == [f"Ines replied in {TITLE}"]


def test_whoever_does_not_follow_is_not_notified(thread, ines, joan):
    reply(thread, ines)
    forum.follow(thread, joan)
    forum.unfollow(thread, joan)
    reply(thread, ines)
    notify_followers()

    assert not joan.notifications.exists()


def test_whoever_has_read_it_already_is_not_notified(thread, maria, ines, as_member):
    reply(thread, ines)
    as_member(maria).get(thread.get_absolute_url())

    notify_followers()

    assert not maria.notifications.exists()


def test_a_deactivated_member_is_not_notified(thread, maria, ines):
    maria.is_active = False
    maria.save()
    reply(thread, ines)
    notify_followers()

    assert not maria.notifications.exists()


def test_a_reply_to_a_members_post_says_so_and_only_once(thread, maria, ines):
    reply(thread, ines, answers=thread.posts.get())
    notify_followers()

    assert sentences(maria) == [f"Ines replied to your post in {TITLE}"]
    assert maria.notifications.get().kind == Kind.ANSWERED


def test_whoever_is_answered_is_notified_without_following(thread, maria, ines, joan):
    post = reply(thread, joan)
    forum.unfollow(thread, joan)
    reply(thread, ines, answers=post)
    notify_followers()

    assert sentences(joan) == [f"Ines replied to your post in {TITLE}"]
    assert sentences(maria) == [f"Ines and 1 other replied in {TITLE}"]


def test_answering_oneself_is_no_news_to_oneself(thread, maria, ines):
    forum.follow(thread, ines)
    reply(thread, maria, answers=thread.posts.get())
    notify_followers()

    assert not maria.notifications.exists()
    assert unread(ines) == 1


def test_an_edit_notifies_nobody(thread, maria, ines, as_member):
    post = reply(thread, ines)
    notify_followers()
    as_member(maria).get(thread.get_absolute_url())

    forum.edit_post(post, editor=ines, text=richtext.from_plain("Changed."), version=1)
    notify_followers()

    assert unread(maria) == 0


def test_the_same_token_twice_notifies_once(thread, maria, ines):
    token, text = uuid4(), richtext.from_plain("Once.")
    for _ in range(2):
        forum.reply_to(thread, author=ines, text=text, token=token)
        notify_followers()

    assert unread(maria) == 1
    assert sentences(maria) == [f"Ines replied in {TITLE}"]


def test_a_reply_that_was_held_between_others_leads_to_the_first_unseen_one(thread, maria, ines, joan):
    WatchedPhrase.objects.create(phrase="miracle tea")
    held = reply(thread, joan, "A miracle tea")
    first = reply(thread, ines)
    notify_followers()
    forum.approve_post(held)
    notify_followers()

    row = rows_for(maria, [maria.notifications.get()])[0]

    assert row.sentence == f"Joan and 1 other replied in {TITLE}"
    assert row.url == first.get_absolute_url()


def test_somebody_who_left_is_somebody(thread, maria, joan):
    reply(thread, joan)
    notify_followers()
    Follow.objects.filter(member=joan).delete()
    joan.delete()

    assert sentences(maria) == [f"Someone replied in {TITLE}"]


@pytest.mark.parametrize("followers", [0, 1, 7])
def test_all_followers_are_notified_however_many_there_are(thread, ines, followers, monkeypatch):
    monkeypatch.setattr(import_module("community.notifications.operations.expand"), "BATCH", 3)
    members = [make_member(f"Follower{number}") for number in range(followers)]
    for member in members:
        forum.follow(thread, member)

    reply(thread, ines)
    notify_followers()

    assert [unread(member) for member in members] == [1] * followers
