"""Reading the discussion, or marking it as read, settles its notifications."""

import pytest

from community.core.text import richtext
from community.forum import operations as forum
from community.notifications.selectors.notification_list import rows_for
from tests.acts import reply, start
from tests.notifications.notifications import notify_followers, sentences, unread


@pytest.fixture
def two_pages(thread, maria, ines, settings):
    """A discussion over two pages of two posts, of which Maria has seen the opening post alone."""
    settings.POSTS_PER_PAGE = 2
    for number in range(2, 5):
        reply(thread, ines, f"Post {number}")
    notify_followers()
    assert sentences(maria) == ["Ines replied in “It came back after eleven years”"]
    return thread


def test_reading_to_the_end_marks_it_as_read(thread, maria, ines, as_member):
    reply(thread, ines)
    notify_followers()
    assert unread(maria) == 1

    as_member(maria).get(thread.get_absolute_url())

    assert unread(maria) == 0
    assert maria.notifications.get().open_key is None


def test_reading_a_part_moves_where_the_news_begin(two_pages, maria, as_member):
    as_member(maria).get(two_pages.get_absolute_url())

    row = maria.notifications.unread().get()
    assert row.first_number == 3
    assert rows_for(maria, [row])[0].url == two_pages.posts.get(number=3).get_absolute_url()

    as_member(maria).get(f"{two_pages.get_absolute_url()}?page=2")
    assert unread(maria) == 0


def test_after_reading_the_next_reply_opens_a_new_row(thread, maria, ines, joan, as_member):
    reply(thread, ines)
    notify_followers()
    as_member(maria).get(thread.get_absolute_url())

    reply(thread, joan)
    notify_followers()

    assert maria.notifications.count() == 2
    assert sentences(maria)[0] == "Joan replied in “It came back after eleven years”"


def test_an_answer_is_read_with_the_page_it_is_on(thread, maria, ines, settings, as_member):
    settings.POSTS_PER_PAGE = 2
    reply(thread, ines)
    reply(thread, ines, answers=thread.posts.get(number=1))
    notify_followers()
    assert unread(maria) == 2

    as_member(maria).get(thread.get_absolute_url())
    assert maria.notifications.unread().filter(kind="answered").exists()

    as_member(maria).get(f"{thread.get_absolute_url()}?page=2")
    assert unread(maria) == 0


def test_nothing_is_left_unread_when_only_removed_posts_are_left(two_pages, maria, ines, as_member):
    for number in (3, 4):
        forum.remove_post(two_pages.posts.get(number=number), by_author=True)

    as_member(maria).get(two_pages.get_absolute_url())

    assert unread(maria) == 0


def test_a_discussion_without_notifications_is_simply_read(thread, joan, as_member):
    as_member(joan).get(thread.get_absolute_url())

    assert not joan.notifications.exists()


def test_opening_a_row_marks_it_and_leads_to_the_post(thread, maria, ines, as_member):
    post, client = reply(thread, ines), as_member(maria)
    notify_followers()

    answer = client.get(f"/notifications/{maria.notifications.get().pk}/")

    assert answer.url == post.get_absolute_url()
    assert unread(maria) == 0


def test_marking_one_leaves_the_others(group, thread, maria, ines, as_member):
    other = start(group, maria, "Another").thread
    reply(thread, ines)
    reply(other, ines)
    notify_followers()
    one = maria.notifications.get(context=thread.key)

    answer = as_member(maria).post("/notifications/read/", {"notification": one.pk})

    assert answer.url == "/notifications/"
    assert [row.context for row in maria.notifications.unread()] == [other.key]


def test_marking_all_marks_only_ones_own(group, thread, maria, ines, joan, as_member):
    forum.follow(thread, joan)
    reply(thread, ines)
    notify_followers()

    as_member(maria).post("/notifications/read/")

    assert (unread(maria), unread(joan)) == (0, 1)


@pytest.mark.parametrize("sent", ["x", "-1", "9" * 40])
def test_marking_an_unknown_notification_is_no_error(thread, maria, ines, as_member, sent):
    reply(thread, ines)
    notify_followers()

    assert as_member(maria).post("/notifications/read/", {"notification": sent}).status_code == 302


def test_somebody_elses_row_is_neither_opened_nor_marked(thread, maria, ines, joan, as_member):
    reply(thread, ines)
    notify_followers()
    row = maria.notifications.get()

    assert as_member(joan).get(f"/notifications/{row.pk}/").status_code == 404
    as_member(joan).post("/notifications/read/", {"notification": row.pk})

    assert unread(maria) == 1


def test_a_row_stays_readable_after_the_post_changed(thread, maria, ines, as_member):
    post = reply(thread, ines)
    notify_followers()
    forum.edit_post(post, editor=ines, text=richtext.from_plain("Changed."), version=1)

    assert as_member(maria).get(f"/notifications/{maria.notifications.get().pk}/").url == post.get_absolute_url()
