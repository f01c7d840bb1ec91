"""Notifications of removed posts are withdrawn."""

from community.forum import operations as forum
from community.notifications import operations as notifications
from community.notifications.models import Kind
from community.notifications.selectors.notification_list import rows_for
from tests.acts import reply
from tests.notifications.notifications import notify_followers, sentences, unread


def test_the_only_news_goes_with_its_post(thread, maria, ines):
    post = reply(thread, ines)
    notify_followers()
    assert unread(maria) == 1

    forum.remove_post(post, by_author=True)

    assert unread(maria) == 0


def test_the_other_news_stay_and_begin_later(thread, maria, ines, joan):
    first, second = reply(thread, ines), reply(thread, joan)
    notify_followers()

    forum.remove_post(first, by_author=True)

    assert sentences(maria) == ["Joan replied in “It came back after eleven years”"]
    assert rows_for(maria, [maria.notifications.get()])[0].url == second.get_absolute_url()


def test_whoever_wrote_the_removed_post_is_not_named(thread, maria, ines, joan):
    reply(thread, ines)
    last = reply(thread, joan)
    notify_followers()

    forum.remove_post(last, by_author=True)

    assert sentences(maria) == ["Ines replied in “It came back after eleven years”"]


def test_nothing_stays_unread_whatever_the_order_of_removal(thread, maria, ines):
    posts = [reply(thread, ines) for _ in range(3)]
    notify_followers()

    for post in (posts[1], posts[0], posts[2]):
        forum.remove_post(post, by_author=True)

    assert unread(maria) == 0


def test_nothing_stays_unread_when_a_part_was_read(thread, maria, ines, settings, as_member):
    settings.POSTS_PER_PAGE = 2
    posts = [reply(thread, ines) for _ in range(4)]
    notify_followers()
    forum.remove_post(posts[1], by_author=True)
    as_member(maria).get(thread.get_absolute_url())
    assert unread(maria) == 1

    for post in (posts[2], posts[3]):
        forum.remove_post(post, by_author=True)

    assert unread(maria) == 0


def test_nothing_stays_unread_when_only_the_members_own_posts_are_left(thread, maria, ines):
    post = reply(thread, ines)
    notify_followers()
    reply(thread, maria)

    forum.remove_post(post, by_author=True)

    assert unread(maria) == 0


def test_a_reply_to_a_members_post_is_withdrawn_too(thread, maria, ines):
    post = reply(thread, ines, answers=thread.posts.get())
    notify_followers()
    assert unread(maria) == 1

    forum.remove_post(post, by_author=False)

    assert not maria.notifications.exists()


def test_a_read_notification_stays_without_a_name(thread, maria, ines, as_member):
    post = reply(thread, ines)
    notify_followers()
    as_member(maria).get(thread.get_absolute_url())

    forum.remove_post(post, by_author=True)

    assert sentences(maria) == ["New replies in “It came back after eleven years”"]


def test_what_a_moderator_decided_is_not_withdrawn(thread, ines):
    post = reply(thread, ines)
    notifications.notify(ines, Kind.MODERATED, context=thread.key, source=post.key, text="It named a person.")

    forum.remove_post(post, by_author=False)

    assert unread(ines) == 1


def test_restoring_it_notifies_nobody_again(thread, maria, ines):
    post = reply(thread, ines)
    notify_followers()
    forum.remove_post(post, by_author=True)

    forum.restore_post(post)
    notify_followers()

    assert unread(maria) == 0


def test_a_reply_removed_before_anybody_was_notified_is_not_announced(thread, maria, ines):
    post = reply(thread, ines)
    forum.remove_post(post, by_author=True)

    notify_followers()

    assert unread(maria) == 0
