"""Moderators merge discussions, move posts, narrow an audience and edit a post; each can be undone."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group, Membership, Post, PostRevision, Thread, ThreadMove
from community.forum.operations import NotPossible
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry
from community.moderation.operations import Decision
from community.safety.models import Case, WatchedPhrase
from tests.acts import make_member, reply, start
from tests.forum.moving import two_threads
from tests.forum.statements import statements
from tests.moderation.deciding import WHY, case_about, decide_thread, reported, version_on


@pytest.fixture
def two(group: Group, maria: Member, ines: Member) -> tuple[Thread, Thread]:
    return two_threads(group, maria, ines)


def send(client: Client, url: str, act: str, **fields: Any) -> Any:
    """Send a form of a page for deciding."""
    return client.post(url, {"act": act, "version": version_on(client, url), "reason": WHY} | fields)


def notified(member: Member) -> list[str]:
    """What moderators have let a member know."""
    return list(member.notifications.filter(kind="moderated").order_by("pk").values_list("text", flat=True))


def merge_page(thread: Thread) -> str:
    return f"/moderation/discussions/{thread.pk}/merge/"


def split_page(thread: Thread) -> str:
    return f"/moderation/discussions/{thread.pk}/split/"


def undo(entry: AuditEntry, by: Member) -> AuditEntry:
    """Undo an act."""
    return moderation.undo(entry, Decision(by=by, reason=WHY))


def test_a_merge_says_first_what_will_happen(review: Client, two: tuple[Thread, Thread]) -> None:
    one, other = two

    preview = send(review, merge_page(other), "merge_thread", into=one.get_absolute_url())

    assert preview.status_code == 200
    assert "3 posts move. The discussion will have 6" in preview.text
    assert "The title “Sleeping badly” stays." in preview.text
    assert "Who can read it: Everyone." in preview.text
    assert "2 people will follow it" in preview.text
    assert not ThreadMove.objects.exists()
    assert f'name="previewed" value="{one.pk}"' in preview.text


def test_a_merge_is_done_once_its_preview_was_seen(review: Client, two: tuple[Thread, Thread], ines: Member) -> None:
    one, other = two

    answer = send(review, merge_page(other), "merge_thread", into=str(one.pk), previewed=str(one.pk))

    assert (answer.status_code, answer.url) == (302, f"/moderation/discussions/{one.pk}/")
    one.refresh_from_db()
    assert one.reply_count == 5
    assert notified(ines) == [f"Your discussion is now part of “Sleeping badly”. {WHY}"]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.source, entry.subject) == ("merge_thread", one.key, ines)
    assert review.get(f"/moderation/discussions/{other.pk}/").url == f"/moderation/discussions/{one.pk}/"


@pytest.mark.parametrize("into", ["", "nowhere", "/discussions/987654/x/", "99999999999999999999"])
def test_a_merge_needs_another_discussion(review: Client, thread: Thread, into: str) -> None:
    assert send(review, merge_page(thread), "merge_thread", into=into).status_code == 422
    assert send(review, merge_page(thread), "merge_thread", into=str(thread.pk)).status_code == 422


def test_a_preview_says_why_a_private_discussion_cannot_be_merged(
    review: Client, two: tuple[Thread, Thread], maria: Member
) -> None:
    inner = Group.objects.create(slug="inner", name="Inner", audience="private")
    Membership.objects.create(group=inner, member=maria)
    secret = start(inner, maria, "Only us").thread

    preview = send(review, merge_page(secret), "merge_thread", into=str(two[0].pk))

    assert "Only people in its group can read this discussion." in preview.text
    assert "previewed" not in preview.text
    answer = send(review, merge_page(secret), "merge_thread", into=str(two[0].pk), previewed=str(two[0].pk))
    assert answer.status_code == 409


def test_undoing_a_merge_is_undone_by_merging_again(two: tuple[Thread, Thread], ruth: Member, ines: Member) -> None:
    one, other = two
    merged = moderation.merge_threads(other, Decision(by=ruth, reason=WHY), into=one)

    apart = undo(merged, ruth)
    assert (apart.act, Thread.objects.filter(published=True).count()) == ("unmerge_thread", 2)
    assert notified(ines)[1] == f"Your discussion is on its own again. {WHY}"
    again = undo(apart, ruth)
    assert (again.act, Thread.objects.filter(published=True).count()) == ("merge_thread", 1)
    with pytest.raises(NotPossible):
        undo(merged, ruth)


def test_a_moderator_merges_nothing_of_their_own(
    review: Client, two: tuple[Thread, Thread], ruth: Member, group: Group
) -> None:
    own = start(group, ruth, "Welcome").thread
    for thread, into in ((own, two[0]), (two[0], own)):
        with pytest.raises(PermissionDenied):
            moderation.merge_threads(thread, Decision(by=ruth, reason=WHY), into=into)
    assert "Another moderator will decide" in review.get(merge_page(own)).text


def test_whoever_comes_second_reads_who_acted(
    review: Client, as_member: Callable, ada: Member, two: tuple[Thread, Thread]
) -> None:
    one, other = two
    decide_thread(as_member(ada), f"/moderation/discussions/{other.pk}/", "lock_thread")

    fields = {"act": "merge_thread", "version": "0", "into": str(one.pk), "previewed": str(one.pk), "reason": "Mine."}
    answer = review.post(merge_page(other), fields)

    assert answer.status_code == 409
    assert "Ada closed a discussion to replies" in answer.text
    assert "Mine." in answer.text


def test_posts_are_chosen_by_boxes_and_numbers(review: Client, thread: Thread, ines: Member, joan: Member) -> None:
    for number in range(2, 8):
        reply(thread, ines, f"Post {number}")
    forum.follow(thread, joan)
    fields = {"posts": ["2"], "ranges": "4-5, 7", "title": "Night shifts"}

    preview = send(review, split_page(thread), "split_thread", **fields)

    assert "4 posts move to “Night shifts”." in preview.text
    assert "with your reason: Ines." in preview.text
    assert "We’ll tell 2 other people" in preview.text
    previewed = "2,4,5,7/Night shifts/"
    assert f'value="{previewed}"' in preview.text
    assert 'value="2"' in preview.text and "checked" in preview.text
    answer = send(review, split_page(thread), "split_thread", previewed=previewed, **fields)
    assert answer.url == f"/moderation/discussions/{thread.pk}/"
    new = Thread.objects.get(title="Night shifts")
    assert new.reply_count == 3
    assert notified(ines) == [f"Your post is now in the discussion “Night shifts”. {WHY}"]
    followers = notified(joan)
    assert followers == ["Some posts in a discussion that you follow are now in another discussion."]
    assert AuditEntry.objects.get().before["numbers"] == [2, 4, 5, 7]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Night shifts"},
        {"ranges": "2"},
        {"ranges": "1-2", "title": "Night shifts"},
        {"ranges": "two", "title": "Night shifts"},
        {"ranges": "5-2", "title": "Night shifts"},
        {"ranges": "2", "title": "x"},
        {"ranges": "2", "title": "Night shifts", "into": "1"},
    ],
)
def test_a_split_needs_posts_and_one_way_to_go(review: Client, thread: Thread, ines: Member, fields: dict) -> None:
    reply(thread, ines)

    assert send(review, split_page(thread), "split_thread", **fields).status_code == 422


def test_a_split_and_its_undoing(thread: Thread, ines: Member, joan: Member, ruth: Member) -> None:
    for number in range(2, 6):
        reply(thread, ines, f"Post {number}")
    forum.follow(thread, joan)
    entry = moderation.split_thread(thread, Decision(by=ruth, reason=WHY), numbers=[3, 4], title="Night shifts")

    back = undo(entry, ruth)

    assert list(thread.posts.order_by("number").values_list("number", "state")) == [
        (number, "published") for number in range(1, 6)
    ]
    assert back.before["numbers"] == [3, 4]
    assert notified(ines)[1] == f"Your post is back in its discussion. {WHY}"
    assert notified(joan)[1] == "The posts that had moved are back in the discussion."
    undo(back, ruth)
    assert Thread.objects.get(title="Night shifts").reply_count == 1


def test_a_moderator_moves_no_post_of_their_own(thread: Thread, ruth: Member) -> None:
    reply(thread, ruth)

    with pytest.raises(PermissionDenied):
        moderation.split_thread(thread, Decision(by=ruth, reason=WHY), numbers=[2], title="Night shifts")


def test_a_long_discussion_shows_its_posts_in_parts(review: Client, thread: Thread, ines: Member, monkeypatch) -> None:
    monkeypatch.setattr("community.moderation.selectors.moves.POSTS_ON_A_PAGE", 2)
    for number in range(2, 6):
        reply(thread, ines, f"Post {number}")

    page = review.get(split_page(thread)).text

    assert "Post 3" in page
    assert "Post 4" not in page
    assert "Post 5" in review.get(split_page(thread) + "?after=3").text


def test_fewer_people_read_a_discussion_and_its_undoing(
    review: Client, thread: Thread, maria: Member, joan: Member, ruth: Member, guest: Client
) -> None:
    other = make_member("Olga")
    Membership.objects.create(group=thread.group, member=joan)
    for member in (joan, other):
        forum.follow(thread, member)
    reply(thread, make_member("Ann"), "Hello @Joan @Olga")
    url = f"/moderation/discussions/{thread.pk}/"

    assert decide_thread(review, url, "narrow_thread", audience="members").status_code == 302
    assert guest.get(thread.get_absolute_url()).status_code == 404
    assert thread.title not in guest.get("/groups/breast-cancer/").text
    assert other.notifications.exists()
    assert decide_thread(review, url, "narrow_thread", audience="private").status_code == 302

    assert not other.notifications.exists()
    assert joan.notifications.exists()
    assert notified(maria)[1] == f"Only people in its group can read your discussion now. {WHY}"
    assert not list(forum.recount(mend=False))
    undo(AuditEntry.objects.first(), ruth)
    thread.refresh_from_db()
    assert thread.audience == "members"


def test_only_narrower_audiences_are_offered(review: Client, thread: Thread) -> None:
    url = f"/moderation/discussions/{thread.pk}/"
    assert decide_thread(review, url, "narrow_thread", audience="private").status_code == 422  # the group has nobody
    decide_thread(review, url, "narrow_thread", audience="members")

    assert "narrow_thread" not in review.get(url).text.split("Earlier decisions")[0]


def test_a_move_before_a_narrowing_cannot_be_undone_past_it(thread: Thread, ruth: Member) -> None:
    other = Group.objects.create(slug="other", name="Other")
    moved = moderation.move_thread(thread, Decision(by=ruth, reason=WHY), group=other)
    moderation.narrow_thread(thread, Decision(by=ruth, reason=WHY), audience="members")

    with pytest.raises(NotPossible):
        undo(moved, ruth)


def edit_page(post: Post) -> str:
    return f"/moderation/posts/{post.pk}/text/"


def test_a_moderator_edits_a_post_and_says_why(
    review: Client, post: Post, ines: Member, guest: Client, as_member: Callable
) -> None:
    assert "Dr Example at the clinic" in review.get(edit_page(post)).text

    answer = send(review, edit_page(post), "edit_post", text="A doctor was rude. @Joan")

    assert answer.status_code == 302
    post.refresh_from_db()
    assert post.plain == "A doctor was rude. @Joan"
    assert notified(ines) == [f"A moderator edited your post. {WHY}"]
    assert "edited by a moderator" in guest.get(post.thread.get_absolute_url()).text
    history = as_member(ines).get(f"/posts/{post.pk}/history/").text
    assert "Dr Example at the clinic" in history
    assert f"A moderator edited this: {WHY}" in history
    assert "A doctor was rude." in history
    assert not list(forum.search_differences())


def test_whom_the_new_text_names_is_not_notified_and_nothing_is_screened(
    post: Post, ruth: Member, joan: Member
) -> None:
    WatchedPhrase.objects.create(phrase="miracle cure", reason="medical")

    text = richtext.from_plain("A miracle cure, @Joan")
    moderation.edit_post(post, Decision(by=ruth, reason=WHY), text=text)

    assert not joan.notifications.exists()
    assert not Case.objects.exists()
    post.refresh_from_db()
    assert "/members/Joan/" in post.html or "/members/joan/" in post.html


def test_undoing_an_edit_restores_the_text_and_what_the_page_says(
    post: Post, ruth: Member, ines: Member, guest: Client
) -> None:
    html = post.html
    entry = moderation.edit_post(post, Decision(by=ruth, reason=WHY), text=richtext.from_plain("Shorter."))

    undo(entry, ruth)

    post.refresh_from_db()
    assert (post.html, post.edited_by_moderator) == (html, False)
    assert notified(ines)[1] == f"A moderator put your text back. {WHY}"
    assert "edited by a moderator" not in guest.get(post.thread.get_absolute_url()).text
    assert PostRevision.objects.count() == 2


def test_an_edit_is_not_undone_once_the_author_has_edited_again(post: Post, ruth: Member, ines: Member) -> None:
    entry = moderation.edit_post(post, Decision(by=ruth, reason=WHY), text=richtext.from_plain("Shorter."))
    post.refresh_from_db()
    forum.edit_post(post, editor=ines, text=richtext.from_plain("Mine again."), version=post.version)

    with pytest.raises(NotPossible):
        undo(entry, ruth)
    post.refresh_from_db()
    assert (post.plain, post.edited_by_moderator) == ("Mine again.", False)


def test_an_edit_answers_a_report(post: Post, ruth: Member, maria: Member) -> None:
    reported(post, maria)
    case = case_about(post)

    entry = moderation.edit_post(post, Decision(by=ruth, reason=WHY, case=case), text=richtext.from_plain("Shorter."))

    case.refresh_from_db()
    assert not case.is_open
    undo(entry, ruth)
    case.refresh_from_db()
    assert case.is_open


@pytest.mark.parametrize("text", ["", "  ", "x" * 20_001])
def test_an_edit_needs_a_text(review: Client, post: Post, text: str) -> None:
    assert send(review, edit_page(post), "edit_post", text=text).status_code == 422
    assert (
        send(review, edit_page(post), "edit_post", text="Dr Example at the clinic on Elm Street was rude.").status_code
        == 409
    )


def test_a_moderator_edits_nothing_of_their_own(review: Client, thread: Thread, ruth: Member) -> None:
    own = reply(thread, ruth)

    assert send(review, edit_page(own), "edit_post", text="Else").status_code == 403


def test_a_merge_costs_the_same_for_many_posts_and_readers(
    group: Group, maria: Member, ines: Member, ruth: Member
) -> None:
    counts = []
    for size in (2, 40):
        one, other = two_threads(group, maria, ines)
        for number in range(size):
            reader = make_member(f"Reader{size}x{number}")
            forum.follow(other, reader)
            forum.visit(reader, one, number=1)
            reply(one, ines, f"More {number}")
        decision = Decision(by=ruth, reason=WHY)
        counts.append(len(statements(partial(moderation.merge_threads, other, decision, into=one))))

    assert counts[0] == counts[1]


def test_a_split_costs_the_same_for_many_posts_and_followers(
    group: Group, maria: Member, ines: Member, ruth: Member
) -> None:
    counts = []
    for size in (2, 40):
        thread = start(group, maria, f"Sleeping {size}").thread
        for number in range(size):
            forum.follow(thread, make_member(f"Follower{size}x{number}"))
            reply(thread, ines, f"More {number}")
        act = partial(moderation.split_thread, thread, Decision(by=ruth, reason=WHY), title="Nights")
        counts.append(len(statements(partial(act, numbers=range(2, size + 2)))))

    assert counts[0] == counts[1]


def test_the_pages_cost_the_same_for_many_posts(review: Client, group: Group, maria: Member, ines: Member) -> None:
    counts = []
    for size in (2, 40):
        thread = start(group, maria, f"Sleeping {size}").thread
        for number in range(size):
            reply(thread, ines, f"More {number}")
        counts.append(len(statements(lambda thread=thread: review.get(split_page(thread)))))

    assert counts[0] == counts[1]
