"""A post with watched words is held for a moderator: until it is approved it is counted nowhere."""

import pytest

from community.education.models import Condition
from community.forum import operations as forum
from community.forum.models import Group, GroupTally, Post, State, Thread
from community.forum.operations import recount
from community.notifications import operations as notifications
from community.notifications.models import Event, Kind
from community.safety.models import Case, WatchedPhrase
from tests.acts import reply, start

WORDS = "The miracle tea of my neighbour"


@pytest.fixture(autouse=True)
def watched(db) -> WatchedPhrase:
    """A watched phrase that holds a post."""
    return WatchedPhrase.objects.create(phrase="miracle tea", reason="medical")


@pytest.fixture
def held(thread, ines) -> Post:
    """A held reply."""
    return reply(thread, ines, WORDS)


def test_a_held_reply_has_no_number_and_a_case_is_open(held, thread, ines):
    case = Case.objects.get(source=held.key)

    assert (held.state, held.number, held.published_at) == (State.HELD, None, None)
    assert (case.kind, case.text, case.author, case.context) == ("held", WORDS, ines, thread.key)


def test_a_held_reply_counts_nowhere(held, thread):
    before = (thread.reply_count, thread.last_number, thread.last_activity_at, thread.last_poster)
    thread.refresh_from_db()

    assert (thread.reply_count, thread.last_number, thread.last_activity_at, thread.last_poster) == before
    assert GroupTally.objects.get(group=thread.group).post_count == 1
    assert not list(recount(mend=False))


def test_nobody_is_notified_of_a_held_reply(held, maria):
    assert not Event.objects.exists()
    assert not maria.notifications.exists()


def test_only_its_author_sees_a_held_reply(held, thread, maria, ines, ruth, guest, as_member):
    page = thread.get_absolute_url()
    assert "Your post is waiting for a moderator." in as_member(ines).get(page).text
    assert WORDS in as_member(ines).get(f"/posts/{held.pk}/").text
    assert WORDS in as_member(ines).get("/posts/mine/").text

    for other in (guest, as_member(maria), as_member(ruth)):
        assert WORDS not in other.get(page).text
        assert "waiting for a moderator" not in other.get(page).text
        assert other.get(f"/posts/{held.pk}/").status_code == 404


def test_a_held_discussion_is_nowhere(group, maria, ines, guest, as_member):
    condition = Condition.objects.create(slug="c", title="C", summary="")
    Group.objects.filter(pk=group.pk).update(condition=condition)
    start(group, ines, "Ordinary words", "Seen by all")
    held = start(group, ines, "About miracle tea", "Have you heard?")
    thread = held.thread

    for viewer in (guest, as_member(maria), as_member(ines)):
        assert "Ordinary words" in viewer.get(f"/groups/{group.slug}/").text
        assert "About miracle tea" not in viewer.get(f"/groups/{group.slug}/").text
        assert viewer.get(thread.get_absolute_url()).status_code == 404
        assert viewer.get(f"/discussions/{thread.pk}/after/0/").status_code in (302, 404)
    assert (held.state, thread.published) == (State.HELD, False)
    assert GroupTally.objects.get(group=group).thread_count == 1
    assert "Have you heard?" in as_member(ines).get(f"/posts/{held.pk}/").text


def test_its_author_lands_on_a_page_that_says_what_happens_now(thread, ines, as_member):
    client = as_member(ines)
    answer = client.post(
        f"/discussions/{thread.pk}/reply/",
        {"body": WORDS, "token": "6b1f27a5-5a1e-4c0b-9d0e-2d8a1f6f0a11"},
        follow=True,
    )

    assert answer.status_code == 200
    assert "A moderator will look at this post before others see it." in answer.text
    assert WORDS in answer.text


def test_sending_a_held_reply_twice_holds_one_post(thread, ines, as_member):
    client, sent = as_member(ines), {"body": WORDS, "token": "6b1f27a5-5a1e-4c0b-9d0e-2d8a1f6f0a11"}

    assert client.post(f"/discussions/{thread.pk}/reply/", sent).url == (
        client.post(f"/discussions/{thread.pk}/reply/", sent).url
    )
    assert Post.objects.filter(author=ines).count() == Case.objects.count() == 1


def test_approving_gives_the_next_number_and_counts_from_now(held, thread, maria):
    later = reply(thread, maria)

    post = forum.approve_post(held)

    thread.refresh_from_db()
    assert (later.number, post.number, thread.reply_count) == (2, 3, 2)
    assert post.published_at > post.created_at
    assert thread.last_activity_at == post.published_at
    assert GroupTally.objects.get(group=thread.group).post_count == 3
    assert not list(recount(mend=False))


def test_approving_notifies_the_followers_once(held, thread, maria, ines):
    forum.approve_post(held)
    with pytest.raises(forum.NotPossible):
        forum.approve_post(held)
    notifications.expand(Event.objects.get().pk)

    assert maria.notifications.get().source == held.key
    assert not ines.notifications.exists()


def test_approving_a_discussion_opens_it(group, ines, guest):
    held = start(group, ines, "About miracle tea")

    forum.approve_post(held)

    thread = Thread.objects.get(pk=held.thread_id)
    assert guest.get(thread.get_absolute_url()).status_code == 200
    assert (thread.published, thread.last_number) == (True, 1)
    assert GroupTally.objects.get(group=group).thread_count == 1
    assert Event.objects.get().kind == Kind.STARTED  # for those who follow the group


def test_rejecting_leaves_it_unseen_and_says_so_to_its_author(held, thread, ines, guest, as_member):
    forum.reject_post(held)

    assert "A moderator decided not to publish this post." in as_member(ines).get(f"/posts/{held.pk}/").text
    assert guest.get(f"/posts/{held.pk}/").status_code == 404
    assert not Event.objects.exists()
    assert not list(recount(mend=False))
    with pytest.raises(forum.NotPossible):
        forum.reject_post(held)


def test_its_author_edits_it_while_it_is_held(held, ines, as_member):
    answer = as_member(ines).post(f"/posts/{held.pk}/edit/", {"body": "Only ordinary tea", "version": 1}, follow=True)

    held.refresh_from_db()
    assert (held.state, held.plain) == (State.HELD, "Only ordinary tea")
    assert "Only ordinary tea" in answer.text


def test_its_author_removes_it_and_leaves_no_trace(held, thread, ines, guest, as_member):
    client = as_member(ines)
    client.post(f"/posts/{held.pk}/remove/")

    held.refresh_from_db()
    assert (held.state, held.number) == (State.REMOVED, None)
    assert "removed" not in guest.get(thread.get_absolute_url()).text
    assert guest.get(f"/posts/{held.pk}/").status_code == 404
    assert not list(recount(mend=False))
    assert "Put it back" not in client.get("/posts/mine/").text


def test_a_moderators_own_post_is_not_held(thread, ruth):
    assert reply(thread, ruth, WORDS).is_published


def test_a_held_post_removed_by_its_author_leaves_the_queue(held, ines, as_member):
    as_member(ines).post(f"/posts/{held.pk}/remove/")

    case = Case.objects.get(source=held.key)
    assert (case.state, case.closed_by) == (Case.State.REJECTED, ines)
