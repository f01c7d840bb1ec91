"""Nobody is notified of what they muted, and unread notifications of it are withdrawn."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from community.content_warnings import Label
from community.core.text import richtext
from community.forum import operations as forum
from community.notifications.models import Hint, Kind, Notification
from community.notifications.selectors.notification_list import rows_for
from community.safety.models import WatchedPhrase
from tests.acts import reply, start
from tests.notifications.notifications import notify_followers, sentences, unread

DEATH = int(Label.DEATH)
OPEN = "Ines replied in “It came back after eleven years”"


def test_a_follower_who_muted_it_is_not_notified_of_a_post(thread, maria, ines):
    forum.mute_labels(maria, DEATH, until=None)

    reply(thread, ines, labels=DEATH)
    notify_followers()
    assert unread(maria) == 0

    reply(thread, ines)
    notify_followers()
    assert unread(maria) == 1


def test_nor_of_a_discussion_that_somebody_else_started(thread, maria, ines, joan):
    forum.follow(thread, joan)
    forum.label_thread(thread, DEATH)
    for member in (maria, joan):
        forum.mute_labels(member, DEATH, until=None)

    reply(thread, ines)
    notify_followers()

    assert (unread(maria), unread(joan)) == (1, 0)


@pytest.mark.parametrize(
    "words", ["A word for @Joan", '<blockquote><p><a href="/posts/{}/">Joan</a></p>x</blockquote>']
)
def test_nor_of_a_mention_a_quote_or_an_answer(thread, ines, joan, words):
    own = reply(thread, joan)
    forum.mute_labels(joan, DEATH, until=None)
    text = richtext.clean(words.format(own.pk))

    forum.reply_to(thread, author=ines, text=text, token=uuid4(), answers=own, labels=DEATH)
    notify_followers()

    assert unread(joan) == 0


def test_nor_when_an_opening_post_or_an_edit_mentions_them(group, thread, ines, joan):
    forum.mute_labels(joan, DEATH, until=None)
    start(group, ines, "She died", "You knew her, @Joan", labels=DEATH)
    post = reply(thread, ines, labels=DEATH)

    forum.edit_post(post, editor=ines, text=richtext.from_plain("You too, @Joan"), version=1)

    assert unread(joan) == 0


def test_a_held_post_notifies_by_its_labels_at_publication(thread, maria, ines):
    WatchedPhrase.objects.create(phrase="miracle cure")
    forum.mute_labels(maria, DEATH, until=None)
    held = reply(thread, ines, "A miracle cure", labels=DEATH)

    forum.approve_post(held)
    notify_followers()

    assert unread(maria) == 0


def test_a_label_that_is_added_withdraws_the_news_of_a_post(thread, maria, ines, joan):
    answers = thread.posts.get()
    post = reply(thread, ines, answers=answers)
    notify_followers()
    forum.mute_labels(maria, DEATH, until=None)
    assert unread(maria) == 1
    Hint.objects.all().delete()

    forum.label_post(post, DEATH)
    notify_followers()

    assert unread(maria) == 0
    assert not maria.notifications.exists()


def test_an_open_row_goes_on_with_what_is_left(thread, maria, ines, joan):
    first, second = reply(thread, ines), reply(thread, joan)
    notify_followers()
    forum.mute_labels(maria, DEATH, until=None)

    forum.label_post(first, DEATH)

    assert sentences(maria) == ["Joan replied in “It came back after eleven years”"]
    assert rows_for(maria, [maria.notifications.get()])[0].url == second.get_absolute_url()
    forum.label_post(second, DEATH)
    assert unread(maria) == 0


def test_a_label_on_the_discussion_withdraws_all_of_it_but_not_from_its_starter(thread, maria, ines, joan):
    forum.follow(thread, joan)
    for member in (maria, joan):
        forum.mute_labels(member, DEATH, until=None)
    reply(thread, ines, "For you, @Joan")
    reply(thread, ines)
    notify_followers()
    assert (unread(maria), unread(joan)) == (1, 2)

    forum.label_thread(thread, DEATH)

    assert (unread(maria), unread(joan)) == (1, 0)


def test_a_member_who_mutes_nothing_still_has_the_notification(thread, maria, ines):
    forum.mute_labels(maria, int(Label.PROGNOSIS), until=None)
    post = reply(thread, ines)
    notify_followers()

    forum.label_post(post, DEATH)
    forum.label_thread(thread, DEATH)

    assert sentences(maria) == [OPEN]


def test_muting_a_label_withdraws_its_unread_notifications(group, thread, maria, ines, joan):
    hard = start(group, ines, "She died", labels=DEATH).thread
    forum.follow(hard, maria)
    reply(hard, joan, "For @Maria")
    reply(hard, joan)
    reply(thread, ines, labels=DEATH)
    reply(thread, joan)
    notify_followers()
    assert unread(maria) == 3
    assert "Joan and 1 other replied in “It came back after eleven years”" in sentences(maria)

    forum.mute_labels(maria, DEATH, until=None)

    assert sentences(maria) == ["Joan replied in “It came back after eleven years”"]
    forum.mute_labels(maria, 0, until=None)
    notify_followers()
    assert unread(maria) == 1


def test_a_members_open_pages_receive_the_new_count(thread, maria, ines, django_capture_on_commit_callbacks):
    reply(thread, ines, labels=DEATH)
    notify_followers()

    with django_capture_on_commit_callbacks(execute=True):
        forum.mute_labels(maria, DEATH, until=None)

    message = Hint.objects.filter(group=f"inbox.{maria.pk}").latest("pk").message
    assert message["unread"] == 0


def test_a_read_notification_is_left_out_of_the_list_while_it_is_muted(thread, maria, ines, as_member):
    reply(thread, ines, labels=DEATH, answers=thread.posts.get())
    client = as_member(maria)
    client.get(thread.get_absolute_url())
    assert "replied to your post" in client.get("/notifications/").text

    forum.mute_labels(maria, DEATH, until=None)
    assert "replied to your post" not in client.get("/notifications/").text

    forum.mute_labels(maria, 0, until=None)
    assert "replied to your post" in client.get("/notifications/").text


def test_support_for_a_members_own_post_stays_without_the_muted_title(thread, ines, joan):
    post = reply(thread, ines)
    forum.give_support(post, joan, "hug")
    forum.label_thread(thread, DEATH)

    forum.mute_labels(ines, DEATH, until=None)

    assert sentences(ines) == ["A reaction to one of your posts"]
    assert Notification.objects.get(recipient=ines).kind == Kind.SUPPORTED


def test_a_span_that_has_ended_mutes_nothing(thread, maria, ines):
    forum.mute_labels(maria, DEATH, until=timezone.now() + timedelta(hours=1))
    maria.mute(DEATH, timezone.now())

    reply(thread, ines, labels=DEATH)
    notify_followers()

    assert sentences(maria) == [OPEN]
