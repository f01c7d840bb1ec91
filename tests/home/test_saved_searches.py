"""Saved searches: a member saves a search, and is told of new posts that match it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from community.content_warnings import Label
from community.education.models import Topic
from community.forum import operations as forum
from community.forum.models import Audience, Group, Membership, Post, Thread
from community.home import operations as home
from community.home.models import MOST_SAVED, SavedSearch, SearchCursor
from community.home.operations import new_results
from community.home.operations.saved_searches import TooManySearches
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.operations import Decision
from community.safety.models import WatchedPhrase
from tests.acts import make_member, reply, start
from tests.education.reading import text_of
from tests.forum.statements import assert_statements
from tests.notifications.notifications import sentences, unread

pytestmark = pytest.mark.django_db
NEW = "New result for your search “letrozole”: “{}”"
LIST = "/search/saved/"


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare a post at once, not a minute after it was published."""
    monkeypatch.setattr(new_results, "SETTLED", timedelta(0))


@pytest.fixture
def saved(joan: Member) -> SavedSearch:
    """Joan's search for "letrozole"."""
    return home.save_search(joan, "letrozole", {})[0]


def save(client: Client, words: str = "letrozole", **more: str) -> Any:
    """Press the button below the results."""
    return client.post("/search/saved/add/", {"q": words, **more}, follow=True)


def test_a_member_saves_a_search_and_finds_it_in_the_list(
    as_member: Callable[[Member], Client], joan: Member, group: Group
) -> None:
    client = as_member(joan)
    assert "Tell me about new results" in client.get("/search/?q=letrozole").text

    answer = save(client, group=group.slug, replies="on", only="")

    search = SavedSearch.objects.get()
    assert answer.redirect_chain == [(LIST, 302)]
    assert "We’ll tell you when there’s a new result." in text_of(answer)
    assert f"in the group {group.name} · only discussions with replies" in text_of(answer)
    assert (search.words, search.filters) == ("letrozole", {"group": group.slug, "replies": "on"})
    assert client.get(f"{LIST}{search.pk}/")["Location"] == f"/search/?q=letrozole&group={group.slug}&replies=on"


def test_a_guest_is_offered_no_button(guest: Client, thread: Thread) -> None:
    assert "Tell me about new results" not in guest.get("/search/?q=eleven").text


def test_the_same_search_is_saved_once(as_member: Callable[[Member], Client], joan: Member) -> None:
    client = as_member(joan)

    save(client)
    answer = save(client, "Letrozole")
    save(client, "letrozole", author="Ines")

    assert "already saved" in text_of(answer)
    assert SavedSearch.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"q": ""}, {"q": "x" * 101}, {"group": "nowhere"}, {"only": "articles"}])
def test_what_cannot_be_saved_goes_back_to_the_search(
    as_member: Callable[[Member], Client], joan: Member, wrong: dict[str, str]
) -> None:
    answer = as_member(joan).post("/search/saved/add/", {"q": "letrozole", **wrong})

    assert answer["Location"].startswith("/search/?")
    assert not SavedSearch.objects.exists()


def test_a_member_saves_searches_up_to_a_limit(as_member: Callable[[Member], Client], joan: Member) -> None:
    for number in range(MOST_SAVED):
        home.save_search(joan, f"letrozole {number}", {})

    answer = save(as_member(joan))

    assert f"You already have {MOST_SAVED} saved searches." in text_of(answer)
    with pytest.raises(TooManySearches):
        home.save_search(joan, "letrozole", {})
    assert home.save_search(joan, "letrozole 1", {})[1] is False


def test_a_search_is_removed_with_its_notification_and_put_back(
    as_member: Callable[[Member], Client], joan: Member, ines: Member, thread: Thread, saved: SavedSearch
) -> None:
    reply(thread, ines, "I take letrozole.")
    home.notify_of_new_results()
    client = as_member(joan)

    answer = client.post(f"{LIST}{saved.pk}/remove/", follow=True)
    assert "Put it back" in answer.text and not SavedSearch.objects.exists()
    assert unread(joan) == 0
    client.post(f"{LIST}{saved.pk}/remove/")
    client.post("/search/saved/restore/")

    assert SavedSearch.objects.get().words == "letrozole"
    assert "Put it back" not in client.get(LIST).text


def test_nobody_opens_or_removes_what_somebody_else_saved(
    as_member: Callable[[Member], Client], ines: Member, saved: SavedSearch
) -> None:
    client = as_member(ines)

    assert client.get(f"{LIST}{saved.pk}/").status_code == 404
    client.post(f"{LIST}{saved.pk}/remove/")

    assert SavedSearch.objects.exists()
    assert "letrozole" not in client.get(LIST).text.split("<main")[1]


def test_new_posts_are_one_notification_until_it_is_read(
    as_member: Callable[[Member], Client],
    joan: Member,
    ines: Member,
    maria: Member,
    group: Group,
    thread: Thread,
    saved: SavedSearch,
) -> None:
    reply(thread, ines, "I started letrozole in May.")
    home.notify_of_new_results()
    assert sentences(joan) == [NEW.format(thread.title)]

    second = start(group, maria, "Letrozole and hot flushes")
    home.notify_of_new_results()
    assert sentences(joan) == [NEW.format("Letrozole and hot flushes")]
    assert unread(joan) == 1
    client = as_member(joan)
    assert "New" in text_of(client.get(LIST))
    row = joan.notifications.get()
    assert client.get(f"/notifications/{row.pk}/")["Location"] == second.get_absolute_url()
    assert unread(joan) == 0

    home.notify_of_new_results()
    assert unread(joan) == 0
    reply(thread, ines, "Letrozole again")
    home.notify_of_new_results()
    assert unread(joan) == 1
    client.get(f"{LIST}{saved.pk}/")
    assert unread(joan) == 0


def test_reading_the_post_marks_the_notification_as_read(
    as_member: Callable[[Member], Client], joan: Member, ines: Member, thread: Thread, saved: SavedSearch
) -> None:
    reply(thread, ines, "I started letrozole in May.")
    home.notify_of_new_results()

    as_member(joan).get(thread.get_absolute_url())

    assert unread(joan) == 0
    home.notify_of_new_results()
    assert unread(joan) == 0


def test_a_post_that_is_older_than_the_search_is_no_news(joan: Member, ines: Member, thread: Thread) -> None:
    reply(thread, ines, "Letrozole")
    home.save_search(joan, "letrozole", {})

    assert home.notify_of_new_results() == 0


def test_an_own_post_or_one_that_was_read_or_without_a_word_is_no_news(
    as_member: Callable[[Member], Client], joan: Member, ines: Member, thread: Thread, saved: SavedSearch
) -> None:
    home.save_search(joan, "letrozole knees", {})
    reply(thread, joan, "Letrozole, for my knees")
    reply(thread, ines, "Letrozole")
    as_member(joan).get(thread.get_absolute_url())

    assert home.notify_of_new_results() == 0


def test_synonyms_endings_and_phrases_match_as_in_the_search(
    joan: Member, ines: Member, thread: Thread, saved: SavedSearch
) -> None:
    home.save_search(joan, '"joint pain"', {})
    reply(thread, ines, "Femara. My joints and the pain")
    home.notify_of_new_results()
    assert sentences(joan) == [NEW.format(thread.title)]

    reply(thread, ines, "Joint pains")
    home.notify_of_new_results()
    assert unread(joan) == 2


def test_only_what_the_search_is_narrowed_to_is_news(
    joan: Member, ines: Member, maria: Member, group: Group, thread: Thread
) -> None:
    topic = Topic.objects.create(slug="sleep-well", name="Sleep well")
    for filters in ({"author": "Maria"}, {"group": "elsewhere"}, {"topic": "sleep-well"}, {"until": "2020-01-01"}):
        home.save_search(joan, "letrozole", filters)
    home.save_search(joan, "letrozole", {"topic": "gone"})

    reply(thread, ines, "Letrozole")
    assert home.notify_of_new_results() == 0

    start(group, ines, "Letrozole nights", topics=[topic])
    assert home.notify_of_new_results() == 1


def held(group: Group, author: Member) -> None:
    WatchedPhrase.objects.create(phrase="yellow canary")
    start(group, author, "Letrozole", "yellow canary letrozole")


def removed(group: Group, author: Member) -> None:
    forum.remove_post(start(group, author, "Letrozole", "letrozole"), by_author=True)


def private(group: Group, author: Member) -> None:
    circle = Group.objects.create(slug="circle", name="Circle", audience=Audience.PRIVATE)
    Membership.objects.create(group=circle, member=author)
    start(circle, author, "Letrozole", "letrozole", audience=Audience.PRIVATE)


def muted(group: Group, author: Member) -> None:
    forum.mute_labels(Member.objects.get(username="Joan"), int(Label.DEATH), until=None)
    start(group, author, "Letrozole", "letrozole", labels=int(Label.DEATH))


@pytest.mark.parametrize("hide", [held, removed, private, muted])
def test_what_the_member_may_not_see_or_mutes_is_no_news(
    joan: Member, ines: Member, group: Group, saved: SavedSearch, hide: Callable[[Group, Member], None]
) -> None:
    hide(group, ines)

    assert home.notify_of_new_results() == 0
    assert unread(joan) == 0


def test_what_is_held_is_news_when_it_is_published(
    joan: Member, ines: Member, ruth: Member, group: Group, thread: Thread, saved: SavedSearch
) -> None:
    WatchedPhrase.objects.create(phrase="yellow canary")
    reply(thread, ines, "yellow canary letrozole")
    reply(thread, ines, "something later")
    home.notify_of_new_results()

    moderation.approve_post(Post.objects.get(state="held"), Decision(by=ruth, reason="It is fine to read."))

    assert home.notify_of_new_results() == 1


def remove(post: Post) -> None:
    forum.remove_post(post, by_author=False)


def label(post: Post) -> None:
    forum.mute_labels(Member.objects.get(username="Joan"), int(Label.DEATH), until=None)
    forum.label_post(post, int(Label.DEATH))


def mute(post: Post) -> None:
    forum.label_post(post, int(Label.DEATH))
    forum.mute_labels(Member.objects.get(username="Joan"), int(Label.DEATH), until=None)


@pytest.mark.parametrize("hide", [remove, label, mute])
def test_what_is_removed_or_muted_later_is_no_longer_counted(
    joan: Member, ines: Member, thread: Thread, saved: SavedSearch, hide: Callable[[Post], None]
) -> None:
    post = reply(thread, ines, "Letrozole")
    home.notify_of_new_results()
    assert unread(joan) == 1

    hide(post)

    assert unread(joan) == 0
    assert sentences(joan) == []


def test_a_run_that_is_stopped_loses_nothing_and_notifies_of_nothing_twice(
    joan: Member, ines: Member, thread: Thread, saved: SavedSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply(thread, ines, "Letrozole")

    def stopped(rows: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(new_results.notifications, "notify_of_results", stopped)
        with pytest.raises(KeyboardInterrupt):
            home.notify_of_new_results()
    assert home.notify_of_new_results() == 1

    joan.notifications.update(read_at=timezone.now(), open_key=None)
    assert home.notify_of_new_results() == 0


def test_of_two_runs_at_once_one_notifies(joan: Member, ines: Member, thread: Thread, saved: SavedSearch) -> None:
    reply(thread, ines, "Letrozole")
    cursor = SearchCursor.objects.create(pk=1, at=saved.created_at)
    assert home.notify_of_new_results() == 1

    last = new_results.NewPost(1, timezone.now(), "")

    assert new_results._store(cursor, last, []) is None


def test_posts_are_compared_in_batches(
    joan: Member, ines: Member, thread: Thread, saved: SavedSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_results, "BATCH", 2)
    for words in ("Letrozole", "Tea", "Coffee", "Walks", "Letrozole"):
        reply(thread, ines, words)

    assert home.notify_of_new_results() == 2  # in the first batch and in the last
    assert unread(joan) == 1


@pytest.mark.parametrize("searches", [1, 50])
def test_a_run_costs_the_same_for_one_saved_search_and_for_many(ines: Member, thread: Thread, searches: int) -> None:
    for number in range(searches):
        home.save_search(make_member(f"reader{number}"), f"letrozole {number}", {})
    home.notify_of_new_results()
    reply(thread, ines, "Tea and letrozole")

    # The oldest search, the cursor, the posts, the site's version, synonyms, topics, the searches, the cursor moved.
    assert_statements(8, home.notify_of_new_results)
    assert_statements(3, home.notify_of_new_results)


def test_without_saved_searches_a_run_asks_one_question(ines: Member, thread: Thread) -> None:
    reply(thread, ines, "Letrozole")

    assert_statements(1, home.notify_of_new_results)


@pytest.mark.parametrize("searches", [1, MOST_SAVED])
def test_the_list_costs_the_same_for_one_search_and_for_many(
    as_member: Callable[[Member], Client], joan: Member, ines: Member, thread: Thread, searches: int
) -> None:
    for number in range(searches):
        home.save_search(joan, f"letrozole {number}", {})
    reply(thread, ines, "letrozole " + " ".join(map(str, range(MOST_SAVED))))
    home.notify_of_new_results()
    client = as_member(joan)

    assert_statements(8, lambda: client.get(LIST))


@pytest.mark.parametrize("wrong", [{"until": "9999-12-31"}, {"since": "0001-01-01"}])
def test_a_date_out_of_range_is_not_saved_and_stops_no_ones_notifications(
    as_member: Callable[[Member], Client],
    joan: Member,
    maria: Member,
    ines: Member,
    thread: Thread,
    saved: SavedSearch,
    wrong: dict[str, str],
) -> None:
    answer = save(as_member(maria), **wrong)
    reply(thread, ines, "I take letrozole.")

    assert "Enter a date, like" in text_of(answer)
    assert home.notify_of_new_results() == 1
    assert sentences(joan) == [NEW.format(thread.title)]


def test_a_stored_search_that_cannot_be_asked_stops_nobody_elses_notifications(
    joan: Member, maria: Member, ines: Member, thread: Thread, saved: SavedSearch
) -> None:
    SavedSearch.objects.create(member=maria, words="letrozole", filters={"until": "9999-12-31"}, digest="old")
    SavedSearch.objects.create(member=maria, words="letrozole", filters={"since": "no day"}, digest="older")
    reply(thread, ines, "Letrozole")

    assert home.notify_of_new_results() == 1
    assert unread(joan) == 1


@pytest.mark.parametrize("never", [{"until": "2020-01-01"}, {"words": "“?”"}])
def test_a_search_that_will_find_nothing_new_cannot_be_saved(
    as_member: Callable[[Member], Client], joan: Member, never: dict[str, str]
) -> None:
    client = as_member(joan)
    shown = {"q": never.get("words", "letrozole"), "until": never.get("until", "")}

    assert "Tell me about new results" not in client.get("/search/", shown).text
    save(client, **never)
    assert not SavedSearch.objects.exists()
