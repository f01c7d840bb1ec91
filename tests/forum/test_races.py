"""Concurrent members. tests/long repeats this with more of them."""

from contextlib import suppress
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Follow, Post, State, Visit
from community.notifications import operations as notifications
from community.notifications.models import Event, Notification
from tests.acts import PASSWORD, make_member, reply, start
from tests.forum.concurrency import many_writers, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_writers_with_ten_replies_each_lose_nothing(thread):
    many_writers(thread, writers=10, replies=10)


def test_the_same_reply_sent_ten_times_at_once_is_one_post(thread, ines):
    token, text = uuid4(), richtext.from_plain("Once.")

    posts, _ = together([lambda: forum.reply_to(thread, author=ines, text=text, token=token)] * 10)

    assert len({post.pk for post in posts}) == 1
    assert (Post.objects.filter(author=ines).count(), Event.objects.count()) == (1, 1)
    assert not list(forum.recount(mend=False))


def test_the_same_form_sent_ten_times_at_once_leads_to_one_address(thread, ines, as_member):
    sent = {"body": "Once.", "token": uuid4()}
    browsers = [as_member(ines) for _ in range(10)]

    def send(browser):
        return lambda: browser.post(f"/discussions/{thread.pk}/reply/", sent)

    answers, _ = together([send(browser) for browser in browsers])

    assert [answer.status_code for answer in answers] == [302] * 10
    assert len({answer.url for answer in answers}) == 1
    assert Post.objects.filter(author=ines).count() == 1


def test_the_same_discussion_sent_ten_times_at_once_starts_once(group, ines):
    token, text = uuid4(), richtext.from_plain("Once.")

    posts, _ = together([lambda: forum.start_thread(group, author=ines, title="Once", text=text, token=token)] * 10)

    assert len({post.pk for post in posts}) == 1
    assert Post.objects.count() == 1
    assert not list(forum.recount(mend=False))


def test_replies_in_many_discussions_of_one_group_count_together(group, maria):
    threads = [start(group, maria, f"Discussion {number}").thread for number in range(8)]
    writers = [make_member(f"Writer{number}") for number in range(8)]

    def write(thread, writer):
        return lambda: [reply(thread, writer) for _ in range(5)]

    together([write(thread, writer) for thread, writer in zip(threads, writers, strict=True)])

    assert group.tallies.get().post_count == 48
    assert not list(forum.recount(mend=False))


def test_no_reply_comes_after_the_lock(thread):
    writers = [make_member(f"Writer{number}") for number in range(6)]
    refused = []

    def write(writer):
        def go():
            for _ in range(4):
                try:
                    reply(thread, writer)
                except PermissionDenied as error:
                    refused.append(error)

        return go

    locked_at = []

    def lock():
        forum.set_locked(thread, True)
        locked_at.append(Post.objects.filter(thread=thread).count())

    together([write(writer) for writer in writers] + [lock])

    assert Post.objects.filter(thread=thread).count() == locked_at[0]
    assert len(refused) == 24 - (locked_at[0] - 1)


def test_replies_removals_and_moves_at_once_leave_the_figures_right(thread, quiet, group):
    posts = [reply(thread, make_member(f"Early{number}")) for number in range(6)]
    writers = [make_member(f"Writer{number}") for number in range(4)]

    def write(writer):
        return lambda: [reply(thread, writer) for _ in range(4)]

    def remove(post):
        return lambda: forum.restore_post(forum.remove_post(post, by_author=True))

    def wander():
        for target in (quiet, group, quiet):
            forum.move_thread(thread, target)

    together([write(writer) for writer in writers] + [remove(post) for post in posts] + [wander])

    assert Post.objects.filter(thread=thread, state=State.PUBLISHED).count() == 23
    assert not list(forum.recount(mend=False))


def test_two_moderators_approve_once(thread, ines):
    held = forum.reply_to(thread, author=ines, text=richtext.from_plain("x"), token=uuid4())
    Post.objects.filter(pk=held.pk).update(state=State.HELD, number=None)
    done = []

    def approve():
        with suppress(forum.NotPossible):
            done.append(forum.approve_post(held))

    together([approve] * 5)

    assert len(done) == 1


def test_concurrent_expansion_notifies_each_follower_once(thread, ines):
    for number in range(30):
        forum.follow(thread, make_member(f"Follower{number}"))
    for _ in range(5):
        reply(thread, ines)
    pks = list(Event.objects.values_list("pk", flat=True))

    together([lambda pk=pk: notifications.expand(pk) for pk in pks * 2])

    assert Notification.objects.unread().count() == 31
    assert set(Notification.objects.values_list("first_number", flat=True)) == {2}


def test_opening_and_following_at_once_leave_one_row_each(thread, joan, as_member):
    browsers = [as_member(joan) for _ in range(6)]

    def read(browser):
        return lambda: browser.get(thread.get_absolute_url()).status_code

    def follow(browser):
        return lambda: browser.post(f"/discussions/{thread.pk}/follow/", {"follow": "yes"}).status_code

    statuses, _ = together([read(b) for b in browsers] + [follow(b) for b in browsers])

    assert set(statuses) == {200, 302}
    assert Visit.objects.filter(member=joan).count() == Follow.objects.filter(member=joan).count() == 1


def test_signing_in_while_others_write_does_not_wait_for_ever(thread, maria, guest):
    writers = [make_member(f"Writer{number}") for number in range(8)]

    def write(writer):
        return lambda: [reply(thread, writer) for _ in range(5)]

    def sign_in():
        return guest.post("/accounts/login/", {"login": maria.username, "password": PASSWORD}).status_code

    results, seconds = together([write(writer) for writer in writers] + [sign_in])

    assert results[-1] == 302
    assert seconds < 20
