"""Some posts of a discussion go into one of their own, or into another."""

from collections.abc import Callable

import pytest
from django.test import Client

from community.forum import operations as forum
from community.forum.models import Group, Post, Thread, ThreadMove, Visit
from community.members.models import Member
from community.notifications import operations as notifications
from community.notifications.models import Event
from tests.acts import make_member, reply, start
from tests.forum.moving import everything_of, texts, two_threads


@pytest.fixture
def long(group: Group, maria: Member, ines: Member) -> Thread:
    """A discussion of seven posts."""
    thread = start(group, maria, "Sleeping badly").thread
    for number in range(2, 8):
        reply(thread, maria if number % 2 else ines, f"Post {number}")
    Event.objects.all().delete()
    thread.refresh_from_db()
    return thread


def split(thread: Thread, *numbers: int, **more) -> ThreadMove:
    """Move these posts into a discussion of their own."""
    return forum.split_thread(thread, numbers, **{"title": "Night shifts"} | more)


def expand() -> None:
    """Notify the followers of whatever has happened."""
    for pk in Event.objects.filter(done_at=None).values_list("pk", flat=True):
        notifications.expand(pk)


def test_the_posts_have_a_discussion_of_their_own_and_the_others_their_numbers(long: Thread, maria: Member) -> None:
    new = split(long, 3, 4, 6).target

    assert texts(new) == [(1, "Post 3"), (2, "Post 4"), (3, "Post 6")]
    assert (new.title, new.slug, new.author, new.audience) == ("Night shifts", "night-shifts", maria, "public")
    assert texts(long)[1:] == [(2, "Post 2"), (4, ""), (5, "Post 5"), (6, ""), (7, "Post 7")]
    long.refresh_from_db()
    assert (long.reply_count, long.last_number, new.reply_count) == (3, 7, 2)
    assert not list(forum.recount(mend=False))
    assert not list(forum.search_differences())


def test_the_last_number_is_not_given_again(long: Thread, ines: Member) -> None:
    split(long, 6, 7)

    assert reply(long, ines).number == 8


def test_a_line_says_where_they_went_and_no_title(long: Thread, guest: Client) -> None:
    first = long.posts.get(number=3)
    inner = Group.objects.create(slug="inner", name="Inner", audience="members")
    split(long, 3, 4, title="A secret title", group=inner)

    page = guest.get(long.get_absolute_url()).text

    assert page.count("A moderator moved some posts from here to another discussion.") == 1
    assert f'href="/posts/{first.pk}/"' in page
    assert "A secret title" not in page
    assert guest.get(f"/posts/{first.pk}/").status_code == 404
    assert "A moderator moved" in guest.get(f"{long.get_absolute_url()}?print=1").text


def test_a_permalink_leads_to_the_new_discussion(long: Thread, guest: Client) -> None:
    post = long.posts.get(number=4)

    new = split(long, 3, 4).target

    post.refresh_from_db()
    assert guest.get(f"/posts/{post.pk}/").url == new.url_of(post)
    assert guest.get(new.get_absolute_url()).status_code == 200


def test_an_answer_names_nobody_of_another_discussion(long: Thread, guest: Client, joan: Member, ines: Member) -> None:
    reply(long, joan, "I do too.", answers=long.posts.get(number=4))
    split(long, 4)

    page = guest.get(long.get_absolute_url()).text

    assert "Replying to a post that is now in another discussion" in page
    assert "Replying to Ines, 1" not in page


@pytest.mark.parametrize("numbers", [(1, 2), (9,), ()])
def test_the_first_post_stays_and_others_must_exist(long: Thread, numbers: tuple[int, ...]) -> None:
    with pytest.raises(forum.NotPossible):
        split(long, *numbers)

    assert Thread.objects.count() == 1


def test_a_removed_post_moves_too_but_not_alone(long: Thread) -> None:
    forum.remove_post(long.posts.get(number=4), by_author=False)

    with pytest.raises(forum.NotPossible):
        split(long, 4)
    assert texts(split(long, 4, 5).target) == [(1, "Post 4"), (2, "Post 5")]


def test_what_was_read_is_read_in_both(long: Thread, joan: Member) -> None:
    forum.visit(joan, long, number=4)

    new = split(long, 3, 4, 6, 7).target

    visits = {visit.thread_id: (visit.number, visit.read_through) for visit in Visit.objects.filter(member=joan)}
    assert visits == {long.pk: (4, 4), new.pk: (2, 2)}


def test_authors_follow_and_mutes_go_along(long: Thread, joan: Member, ines: Member, maria: Member) -> None:
    quiet = make_member("Quiet")
    forum.mute_thread(long, quiet)
    forum.follow(long, joan)

    new = split(long, 4).target

    states = [forum.follow_state(new, member) for member in (ines, maria, joan, quiet)]
    assert states == ["follows", "none", "none", "mutes"]
    assert forum.follow_state(long, ines) == "follows"


def test_an_unread_row_is_divided(long: Thread, joan: Member) -> None:
    forum.follow(long, joan)
    for name in ("Ann", "Bea"):
        reply(long, make_member(name), "More")
    expand()

    new = split(long, 8).target

    rows = joan.notifications.unread().order_by("first_number")
    assert [(row.open_key, row.first_number) for row in rows] == [(new.key, 1), (long.key, 9)]


def test_posts_go_into_another_discussion_in_the_order_of_time(group: Group, maria: Member, ines: Member) -> None:
    one, other = two_threads(group, maria, ines)

    move = forum.split_thread(one, [2], into=other)

    assert [text for _number, text in texts(other)][1:] == ["One 0", "Two 0", "Two 1"]
    other.refresh_from_db()
    assert (other.author, other.reply_count) == (ines, 3)
    assert not list(forum.recount(mend=False))
    forum.undo_move(move)
    assert [text for _number, text in texts(other)][1:] == ["Two 0", "Two 1"]


@pytest.mark.parametrize("is_new", [True, False])
def test_undo_restores_both_exactly(
    is_new: bool, group: Group, maria: Member, ines: Member, joan: Member, guest: Client
) -> None:
    one, other = two_threads(group, maria, ines)
    forum.follow(one, joan)
    forum.visit(joan, one, number=2)
    reply(one, make_member("Ann"), "Hello @Joan")
    expand()
    before = everything_of(one, other)

    where = {"title": "Night shifts"} if is_new else {"into": other}
    move = forum.split_thread(one, [2, 4], **where)
    forum.undo_move(move)

    assert everything_of(one, other) == before
    assert not list(forum.recount(mend=False))
    assert not list(forum.search_differences())
    if is_new:
        assert guest.get(move.target.get_absolute_url()).url == one.get_absolute_url()


def test_a_new_discussion_that_has_replies_is_merged_instead(long: Thread, joan: Member) -> None:
    move = split(long, 4)
    reply(move.target, joan)

    with pytest.raises(forum.NotPossible):
        forum.undo_move(move)

    forum.merge_threads(move.target, long)
    assert Post.objects.filter(thread=long, state="published").count() == 8
    assert not list(forum.recount(mend=False))


def test_a_split_can_be_done_again_after_its_undoing(long: Thread, as_member: Callable, joan: Member) -> None:
    move = split(long, 3, 4)
    forum.undo_move(move)

    again = forum.split_thread(long, [3, 4], into=move.target)

    assert again.begins
    assert as_member(joan).get(move.target.get_absolute_url()).status_code == 200
    assert not list(forum.recount(mend=False))
