"""Importing a whole discussion."""

from datetime import UTC, datetime, timedelta

import pytest

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Follow, GroupTally, Post, Thread
from community.notifications.models import Event, Notification
from tests.acts import reply

STARTED_AT = datetime(2025, 7, 1, 8, tzinfo=UTC)


@pytest.fixture
def bring(group, maria, ines, topic):
    """Import a discussion of five posts; the fourth answers the second."""

    def go(key="example/1", **more):
        authors = (maria, ines, maria, ines, maria)
        posts = [
            forum.ImportedPost(
                author,
                richtext.from_plain(f"Post {number}"),
                STARTED_AT + timedelta(days=number),
                2 if number == 4 else None,
            )
            for number, author in enumerate(authors, start=1)
        ]
        return forum.import_thread(group, key=key, title="From before", posts=posts, topics=[topic], **more)

    return go


def test_an_imported_discussion_has_its_texts_and_dates_and_is_counted(bring, group, maria, topic):
    thread = bring()

    thread.refresh_from_db()
    assert list(thread.posts.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert (thread.reply_count, thread.last_number, thread.published) == (4, 5, True)
    assert (thread.last_activity_at, thread.last_poster) == (STARTED_AT + timedelta(days=5), maria)
    assert (thread.created_at, list(thread.topics.all())) == (STARTED_AT + timedelta(days=1), [topic])
    tally = GroupTally.objects.get(group=group, audience="public")
    assert (tally.thread_count, tally.post_count, tally.last_activity_at) == (1, 5, STARTED_AT + timedelta(days=5))
    assert not list(forum.recount(mend=False))


def test_answers_lead_to_the_posts_they_answer(bring):
    thread = bring()

    assert thread.posts.get(number=4).answers == thread.posts.get(number=2)


def test_bringing_it_in_twice_changes_nothing(bring):
    assert bring() is not None
    assert bring() is None

    assert (Thread.objects.count(), Post.objects.count()) == (1, 5)


def test_another_key_is_another_discussion(bring):
    bring("example/1")
    bring("example/2")

    assert Thread.objects.count() == 2
    assert not list(forum.recount(mend=False))


def test_nobody_is_notified_and_its_authors_follow(bring, maria, ines):
    thread = bring()

    assert not Event.objects.exists()
    assert not Notification.objects.exists()
    assert set(Follow.objects.filter(thread=thread).values_list("member", flat=True)) == {maria.pk, ines.pk}


def test_a_reply_goes_on_from_there(bring, ines):
    assert reply(bring(), ines).number == 6


def test_a_closed_members_discussion_stays_so(bring, guest):
    thread = bring(audience="members", locked=True)

    assert guest.get(thread.get_absolute_url()).status_code == 404
    assert thread.locked
    assert GroupTally.objects.get(audience="members").thread_count == 1
