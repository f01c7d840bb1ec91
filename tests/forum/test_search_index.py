"""The search index follows every change of a post, in the same transaction."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import timezone

from community.content_warnings import Label
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Audience, Group, Post, PostTerms, Thread
from community.forum.selectors import newest_matches
from community.forum.selectors.newest_matches import NewestMatches
from community.forum.selectors.search import TITLES, Filters, find_threads
from community.members.models import Member
from community.safety.models import WatchedPhrase
from community.search.matching import SearchWord
from community.search.query import parse
from community.search.scoring import Ranking
from tests.acts import reply, start

GUEST = AnonymousUser()
LETROZOLE = [[SearchWord("letrozole", (("letrozol",),))]]


def found(words: str, viewer: "Member | AnonymousUser" = GUEST, **filters) -> list[tuple[int, int | None]]:
    """The keys of the threads and posts that a search finds."""
    ranking = Ranking.of(parse(words, {}), {}, 0)
    return [(thread.pk, thread.post) for thread in find_threads(ranking, viewer, Filters(**filters))]


def test_a_discussion_and_its_replies_are_found(thread: Thread, ines: Member) -> None:
    post = reply(thread, ines, "Letrozole gave me sore joints")

    assert found("joint letrozole") == [(thread.pk, post.pk)]
    assert [pk for pk, _post in found("eleven")] == [thread.pk]


def test_an_edit_shows_in_the_next_search(thread: Thread, ines: Member) -> None:
    post = reply(thread, ines, "Letrozole")

    forum.edit_post(post, editor=ines, text=richtext.from_plain("Anastrozole"), version=post.version)

    assert found("letrozole") == []
    assert found("anastrozole") == [(thread.pk, post.pk)]


def test_a_removed_post_is_not_found_and_its_words_are_gone_until_it_is_restored(thread: Thread, ines: Member) -> None:
    post = forum.remove_post(reply(thread, ines, "Letrozole"), by_author=True)
    assert found("letrozole") == []
    assert not PostTerms.objects.filter(post=post).exists()

    forum.restore_post(post)

    assert found("letrozole") == [(thread.pk, post.pk)]


def test_the_newest_are_found_first_and_older_ones_where_those_are_too_few(
    monkeypatch: pytest.MonkeyPatch, group: Group, maria: Member, ines: Member
) -> None:
    threads = [start(group, maria, f"Letrozole {number}").thread for number in range(4)]
    newest_first = [thread.pk for thread in reversed(threads)]
    keys = [row[0] for row in TITLES.find(GUEST, LETROZOLE)]
    assert keys == newest_first

    monkeypatch.setattr(newest_matches, "FEW", 0)  # as in a large community, which PostgreSQL searches in two steps
    for recent in (1, 2, 100):
        monkeypatch.setattr(newest_matches, "RECENT", recent)
        for most in (1, 2, 4, 100):
            matches = NewestMatches(Thread, ["pk"], most)
            assert [row[0] for row in matches.find(GUEST, LETROZOLE)] == newest_first[:most]
            assert [row[0] for row in matches.find(maria, LETROZOLE, Q(author=maria))] == newest_first[:most]
            assert matches.find(maria, LETROZOLE, Q(author=ines)) == []


def test_a_held_post_is_found_once_it_is_approved(group: Group, thread: Thread, ines: Member) -> None:
    WatchedPhrase.objects.create(phrase="miracle")
    held, opening = reply(thread, ines, "A miracle tea"), start(group, ines, "My miracle story")
    assert found("miracle") == found("tea") == found("story") == []

    forum.approve_post(held)
    forum.approve_post(opening)

    assert found("tea") == [(thread.pk, held.pk)]
    assert [pk for pk, _post in found("story")] == [opening.thread.pk]


def test_a_move_and_a_label_show_in_the_next_search(thread: Thread, ines: Member, joan: Member) -> None:
    circle = Group.objects.create(slug="circle", name="Circle", audience=Audience.PRIVATE)
    post = reply(thread, ines, "Letrozole")
    assert found("letrozole", joan, group=thread.group.slug)

    forum.move_thread(thread, circle)

    assert found("letrozole") == found("letrozole", joan) == []
    forum.move_thread(thread, thread.group, audience=Audience.PUBLIC)
    forum.label_post(post, Label.PROGNOSIS)
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)
    assert found("letrozole") == [(thread.pk, post.pk)]
    assert found("letrozole", Member.objects.get(pk=joan.pk)) == []


def test_a_search_can_be_narrowed(thread: Thread, group: Group, ines: Member, joan: Member) -> None:
    post = reply(thread, ines, "Letrozole")
    alone = start(group, joan, "Letrozole again")

    assert found("letrozole", author="INES") == [(thread.pk, post.pk)]
    assert [pk for pk, _post in found("letrozole", has_replies=True)] == [thread.pk]
    assert {pk for pk, _post in found("letrozole", group=group.slug)} == {thread.pk, alone.thread.pk}
    assert found("letrozole", group="other") == []
    day = timezone.localdate(post.published_at)  # in the community’s time zone
    assert len(found("letrozole", since=day, until=day)) == 2
    assert found("letrozole", until=day.replace(year=2000)) == []


def test_texts_that_no_operation_wrote_are_noticed_and_indexed(thread: Thread, ines: Member) -> None:
    reply(thread, ines, "Letrozole")
    call_command("search_check")
    Post.objects.filter(number=2).update(plain="Anastrozole")
    PostTerms.objects.filter(post__number=1).delete()

    with pytest.raises(CommandError, match="2 differences"):
        call_command("search_check")
    call_command("reindex")

    call_command("search_check")
    assert found("anastrozole") and not found("letrozole")


def test_a_reindex_can_go_on_where_it_was_stopped(thread: Thread, ines: Member) -> None:
    posts = [reply(thread, ines, f"Word{number}") for number in range(3)]
    PostTerms.objects.all().delete()

    assert forum.reindex(after=posts[1].pk) == 1
    assert forum.reindex(only_missing=True) == 3
