"""Two discussions become one, and two again."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from community.composing import operations as composing
from community.content_warnings import Label
from community.forum import operations as forum
from community.forum.models import Follow, Group, Membership, Post, Thread, Visit
from community.members.models import Member
from community.notifications import operations as notifications
from community.notifications.models import Event, Notification
from community.safety.models import Case, WatchedPhrase
from tests.acts import make_member, reply, start
from tests.forum.moving import everything_of, texts, two_threads


@pytest.fixture
def two(group: Group, maria: Member, ines: Member) -> tuple[Thread, Thread]:
    threads = two_threads(group, maria, ines)
    Event.objects.all().delete()
    return threads


def expand() -> None:
    """Notify the followers of whatever has happened."""
    for pk in Event.objects.filter(done_at=None).values_list("pk", flat=True):
        notifications.expand(pk)


def test_posts_stand_in_the_order_of_time_under_new_numbers(two: tuple[Thread, Thread]) -> None:
    one, other = two

    forum.merge_threads(other, one)

    how = "How did you get through it?"
    assert texts(one) == [(1, how), (2, how), (3, "One 0"), (4, "Two 0"), (5, "One 1"), (6, "Two 1")]
    one.refresh_from_db()
    assert (one.title, one.reply_count, one.last_number) == ("Sleeping badly", 5, 6)
    assert texts(other) == []
    assert not list(forum.recount(mend=False))
    assert not list(forum.search_differences())


def test_an_older_opening_post_comes_first_and_its_author_started_it(two: tuple[Thread, Thread], maria: Member) -> None:
    one, other = two

    forum.merge_threads(one, other)

    other.refresh_from_db()
    assert (other.title, other.author) == ("Awake at three", maria)
    assert other.created_at == other.posts.get(number=1).created_at


def test_the_old_address_and_its_pages_and_numbers_lead_to_the_posts(
    two: tuple[Thread, Thread], guest: Client, settings
) -> None:
    settings.POSTS_PER_PAGE = 2
    one, other = two
    fifth = other.posts.get(number=3)
    forum.merge_threads(other, one)

    answer = guest.get(other.get_absolute_url())
    assert (answer.status_code, answer.url) == (301, one.get_absolute_url())
    assert answer["Cache-Control"] == "no-cache"
    assert guest.get(f"{other.get_absolute_url()}?page=2").url == f"{one.get_absolute_url()}?page=3"
    numbered = guest.get(f"{other.get_absolute_url()}?number=3").url
    assert numbered == f"{one.get_absolute_url()}?page=3#post-{fifth.pk}"
    assert guest.get(f"/posts/{fifth.pk}/").url == numbered
    assert guest.get("/discussions/987654/sleeping/").status_code == 404


def test_a_second_merge_leads_on_and_one_without_access_is_hidden(
    two: tuple[Thread, Thread], guest: Client, ines: Member, as_member: Callable
) -> None:
    one, other = two
    inner = Group.objects.create(slug="inner", name="Inner", audience="members")
    third = start(inner, ines, "Nights").thread
    forum.merge_threads(other, one)
    forum.merge_threads(one, third)

    assert as_member(ines).get(other.get_absolute_url()).url == third.get_absolute_url()
    assert guest.get(other.get_absolute_url()).status_code == 404


def test_the_audience_is_the_narrower_and_private_posts_stay_in_their_group(
    two: tuple[Thread, Thread], group: Group, maria: Member, ines: Member
) -> None:
    one, other = two
    forum.set_audience(other, "members")
    other.refresh_from_db()

    forum.merge_threads(other, one)

    one.refresh_from_db()
    assert one.audience == "members"
    assert not list(forum.recount(mend=False))
    inner = Group.objects.create(slug="inner", name="Inner", audience="private")
    Membership.objects.create(group=inner, member=maria)
    secret = start(inner, maria, "Only us").thread
    with pytest.raises(forum.NotPossible):
        forum.merge_threads(secret, one)


def test_follows_are_united_and_a_mute_wins(two: tuple[Thread, Thread]) -> None:
    one, other = two
    keen, quiet, gone = make_member("Keen"), make_member("Quiet"), make_member("Gone")
    forum.follow(other, keen)
    forum.unfollow(one, keen)
    forum.follow(one, quiet)
    forum.mute_thread(other, quiet)
    forum.unfollow(other, gone)

    forum.merge_threads(other, one)

    states = [forum.follow_state(one, member) for member in (keen, quiet, gone)]
    assert states == ["follows", "mutes", "unfollowed"]
    assert not Follow.objects.filter(thread=other).exists()


@pytest.mark.parametrize(
    ("read_one", "read_two", "number", "through"),
    [
        ((3, 3), (0, 0), 5, 1),  # never opened the other
        ((3, 3), (3, 3), 6, 6),
        ((1, 1), (3, 1), 6, 2),
        ((2, 2), (1, 1), 3, 3),
        ((0, 0), (2, 2), 4, 0),
    ],
)
def test_what_was_read_counts_as_read_and_nothing_unread_lies_before_where_to_go_on(
    two: tuple[Thread, Thread], joan: Member, read_one, read_two, number: int, through: int
) -> None:
    one, other = two
    for thread, (seen, read_through) in ((one, read_one), (other, read_two)):
        if seen:
            Visit.objects.create(
                member=joan, thread=thread, number=seen, read_through=read_through, visited_at=thread.created_at
            )

    forum.merge_threads(other, one)

    visit = Visit.objects.get(member=joan)
    assert (visit.thread, visit.number, visit.read_through) == (one, number, through)


def test_notifications_name_the_thread_and_number_of_now(two: tuple[Thread, Thread], joan: Member) -> None:
    one, other = two
    forum.follow(other, joan)
    reply(other, make_member("Ann"), "Hello @Joan")
    late = reply(other, make_member("Bea"), "Good night")
    expand()
    waiting = reply(other, make_member("Cleo"), "Not expanded yet")

    forum.merge_threads(other, one)

    mention = joan.notifications.get(kind="mentioned")
    assert (mention.context, mention.first_number) == (one.key, 7)
    row = joan.notifications.get(open_key=one.key)
    assert (row.first_number, row.source) == (8, late.key)
    event = Event.objects.get(source=waiting.key)
    assert (event.context, event.number) == (one.key, 9)
    expand()
    assert joan.notifications.unread().filter(open_key=one.key).count() == 1
    assert not Notification.objects.filter(context=other.key).exists()


def test_two_open_rows_become_one(two: tuple[Thread, Thread], joan: Member) -> None:
    one, other = two
    for thread in two:
        forum.follow(thread, joan)
        reply(thread, make_member(f"Author{thread.pk}"), "More")
    expand()
    assert joan.notifications.unread().count() == 2

    forum.merge_threads(other, one)

    row = joan.notifications.unread().get()
    assert (row.open_key, row.first_number) == (one.key, 7)


def test_whoever_lost_access_or_mutes_hears_nothing_more(
    two: tuple[Thread, Thread], joan: Member, group: Group
) -> None:
    one, other = two
    quiet = make_member("Quiet")
    inner = Group.objects.create(slug="inner", name="Inner", audience="private")
    Membership.objects.create(group=inner, member=quiet)
    forum.move_thread(one, inner)
    forum.mute_group(inner, quiet)
    for member in (joan, quiet):
        forum.follow(other, member)
    reply(other, make_member("Ann"), "More")
    expand()

    forum.merge_threads(other, Thread.objects.get(pk=one.pk))

    assert not joan.notifications.exists()
    assert not quiet.notifications.exists()


def test_labels_of_both_are_on_a_thread_that_begins_with_the_others_post(two: tuple[Thread, Thread]) -> None:
    one, other = two
    forum.label_thread(one, int(Label.DEATH))
    forum.label_thread(other, int(Label.PROGNOSIS))

    move = forum.merge_threads(one, other)

    other.refresh_from_db()
    assert other.labels == Label.DEATH | Label.PROGNOSIS
    assert list(other.posts.order_by("number").values_list("labels", flat=True))[:2] == [0, Label.PROGNOSIS]
    forum.undo_move(move)
    other.refresh_from_db()
    assert other.labels == Label.PROGNOSIS
    assert other.posts.get(number=1).labels == 0


def test_a_draft_is_there_still_and_two_become_one(two: tuple[Thread, Thread], joan: Member, ines: Member) -> None:
    one, other = two
    composing.save_draft(joan, other.key, body="Thinking of you", rich=False)
    for thread in two:
        composing.save_draft(ines, thread.key, body=f"For {thread.title}", rich=False)

    forum.merge_threads(other, one)

    assert [draft.body for draft in joan.drafts.all()] == ["Thinking of you"]
    assert [draft.body for draft in ines.drafts.all()] == ["For Sleeping badly\n\nFor Awake at three"]
    assert {draft.draft_key for draft in (*joan.drafts.all(), *ines.drafts.all())} == {one.key}


def _a_lot(one: Thread, other: Thread, joan: Member) -> None:
    """Members who follow, mute, have read and have drafts."""
    forum.follow(one, joan)
    forum.mute_thread(other, make_member("Quiet"))
    forum.visit(joan, one, number=2)
    forum.visit(make_member("Reader"), other, number=3)
    reply(other, make_member("Ann"), "Hello @Joan")
    reply(one, make_member("Bea"), "Hello")
    expand()
    composing.save_draft(joan, other.key, body="Thinking of you", rich=False)


def test_undo_restores_both_exactly(group: Group, maria: Member, ines: Member, joan: Member, guest: Client) -> None:
    one, other = two_threads(group, maria, ines)
    _a_lot(one, other, joan)
    before = everything_of(one, other)

    move = forum.merge_threads(other, one)
    assert everything_of(one, other) != before
    forum.undo_move(move)

    assert everything_of(one, other) == before
    assert not list(forum.recount(mend=False))
    assert not list(forum.search_differences())
    assert guest.get(other.get_absolute_url()).status_code == 200
    with pytest.raises(forum.NotPossible):
        forum.undo_move(move)


def test_what_came_since_a_merge_stays_and_reading_is_divided(two: tuple[Thread, Thread], joan: Member) -> None:
    one, other = two
    forum.visit(joan, one, number=1)
    move = forum.merge_threads(other, one)
    reply(one, make_member("Ann"), "Since then")
    forum.visit(joan, one, number=7)

    forum.undo_move(move)

    assert [text for _number, text in texts(one)][2:] == ["One 1", "Since then"]
    assert [number for number, _text in texts(one)] == [1, 2, 3, 4]
    assert dict(joan.visits.values_list("thread", "number")) == {one.pk: 4, other.pk: 3}
    assert not list(forum.recount(mend=False))


def test_a_later_merge_has_to_be_undone_first(two: tuple[Thread, Thread], group: Group, maria: Member) -> None:
    one, other = two
    third = start(group, maria, "Nights").thread
    first = forum.merge_threads(other, one)
    second = forum.merge_threads(third, one)

    with pytest.raises(forum.NotPossible):
        forum.undo_move(first)
    forum.undo_move(second)
    forum.undo_move(first)

    assert len(texts(one)) == 3


def test_an_audience_that_was_narrowed_since_is_not_widened_by_undo(two: tuple[Thread, Thread]) -> None:
    one, other = two
    move = forum.merge_threads(other, one)
    forum.set_audience(one, "members")

    forum.undo_move(move)

    assert set(Thread.objects.values_list("audience", flat=True)) == {"members"}


def test_a_reply_sent_to_the_merged_discussion_is_posted_in_the_other(
    two: tuple[Thread, Thread], joan: Member, as_member: Callable
) -> None:
    one, other = two
    browser = as_member(joan)
    forum.merge_threads(other, one)

    answer = browser.post(f"/discussions/{other.pk}/reply/", {"body": "Good night.", "token": uuid4()})

    post = Post.objects.get(plain="Good night.")
    assert (answer.status_code, answer.url) == (302, one.url_of(post))
    assert post.thread == one


def test_a_reply_sent_at_the_moment_of_a_merge_is_posted_once_and_leaves_no_draft(
    two: tuple[Thread, Thread], joan: Member, as_member: Callable, monkeypatch
) -> None:
    one, other = two
    browser, reply_to = as_member(joan), forum.reply_to

    def after_a_merge(thread: Thread, **more: object) -> Post:
        if thread == other:
            forum.merge_threads(other, one)
        return reply_to(thread, **more)

    monkeypatch.setattr(forum, "reply_to", after_a_merge)

    answer = browser.post(f"/discussions/{other.pk}/reply/", {"body": "Good night.", "token": uuid4()})

    post = Post.objects.get(plain="Good night.")
    assert (answer.status_code, answer.url) == (302, one.url_of(post))
    assert not joan.drafts.exists()


def test_a_held_post_goes_along_and_can_be_published_there(two: tuple[Thread, Thread], joan: Member) -> None:
    one, other = two
    WatchedPhrase.objects.create(phrase="miracle cure", reason="medical")
    held = reply(other, joan, "A miracle cure.")

    move = forum.merge_threads(other, one)

    case = Case.objects.get(open_key=held.key)
    assert case.context == one.key
    held.refresh_from_db()
    assert forum.approve_post(held).number == 7
    assert not list(forum.recount(mend=False))
    forum.undo_move(move)
    held.refresh_from_db()
    assert (held.thread, held.number) == (other, 4)
    assert not list(forum.recount(mend=False))


def test_an_old_copy_of_a_post_is_refused_after_a_merge(two: tuple[Thread, Thread], joan: Member) -> None:
    one, other = two
    post = other.posts.get(number=2)
    forum.merge_threads(other, one)

    with pytest.raises(forum.NotPossible):
        forum.remove_post(post, by_author=True)
    assert not list(forum.recount(mend=False))
