"""Moderators edit the word list on a page of their own, try it first, and undo what they changed."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from community.forum.models import Post, State, Thread
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.models import Act, AuditEntry
from community.moderation.operations import Decision
from community.safety.matching import excerpt, pieces_of, spans_in
from community.safety.models import WatchedPhrase
from community.safety.operations.screening import build, find_watched
from community.safety.patterns import ALL_STEPS, MOST_STEPS
from tests.acts import reply
from tests.forum.statements import statements

LIST, ADD = "/moderation/words/", "/moderation/words/add/"
TEA = {"kind": "words", "phrase": "miracle tea", "effect": "hold", "reason": "medical", "note": "", "is_on": "on"}


def page_of(entry: WatchedPhrase) -> str:
    return f"{LIST}{entry.pk}/"


def undo_link(text: str) -> str:
    """Return the address behind the last "Undo" in the messages on a page."""
    found = re.findall(r'href="(/moderation/audit/\d+/undo/)"', text)
    assert found
    return str(found[-1])


def take_back(review: Client, text: str) -> None:
    """Undo the act whose message is on a page."""
    address = undo_link(text)
    page = review.get(address)
    act = re.search(r'name="act" value="(\w+)"', page.text)
    version = re.search(r'name="version" value="([^"]*)"', page.text)
    assert act and version and "Only the team can read this" in page.text
    sent = {"act": act[1], "version": version[1], "reason": "A slip of the finger."}
    assert review.post(address, sent).status_code == 302


def test_an_empty_list_says_so(review: Client) -> None:
    assert "The list is empty." in review.get(LIST).text


def test_words_that_a_moderator_adds_hold_the_next_post(review: Client, thread: Thread, ines: Member) -> None:
    answer = review.post(ADD, TEA, follow=True)

    assert "miracle tea" in answer.text and "It makes a medical claim" in answer.text
    assert reply(thread, ines, "A miracle tea.").state == State.HELD
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.source, entry.subject) == (Act.ADD_WORDS, WatchedPhrase.objects.get().key, None)
    log = review.get("/moderation/audit/").text
    assert "added to the word list" in log and "miracle tea" in log


def test_what_was_added_changed_and_removed_can_each_be_undone(review: Client) -> None:
    added = review.post(ADD, TEA, follow=True).text
    entry = WatchedPhrase.objects.get()
    take_back(review, added)
    assert "miracle tea" not in review.get(LIST).text.partition("<table")[2]

    take_back(review, f'href="/moderation/audit/{AuditEntry.objects.latest("pk").pk}/undo/"')
    changed = review.post(
        page_of(entry), TEA | {"phrase": "wonder tea", "is_on": "", "effect": "case", "version": 3}, follow=True
    ).text
    assert "wonder tea" in changed
    take_back(review, changed)
    entry.refresh_from_db()
    assert (entry.phrase, entry.is_on, entry.effect, entry.removed) == ("miracle tea", True, "hold", False)

    removed = review.post(f"{page_of(entry)}remove/", follow=True).text
    assert review.get(page_of(entry)).status_code == 404
    take_back(review, removed)
    assert "miracle tea" in review.get(page_of(entry)).text
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == [
        "add_words", "remove_words", "add_words", "change_words", "change_words", "remove_words", "add_words"
    ]  # fmt: skip


def test_a_change_of_what_somebody_else_changed_is_refused_with_the_text(review: Client, ada: Member) -> None:
    review.post(ADD, TEA)
    entry = WatchedPhrase.objects.get()
    values = {"phrase": "wonder tea", "is_pattern": False, "reason": "other", "note": "", "effect": "hold"}
    moderation.change_words(entry, values | {"is_on": True}, Decision(by=ada, reason="Better."))

    answer = review.post(page_of(entry), TEA | {"phrase": "holy tea", "version": 1})

    assert answer.status_code == 409
    assert "Someone else has changed this" in answer.text and "holy tea" in answer.text
    assert WatchedPhrase.objects.get().phrase == "wonder tea"


def test_a_removal_is_not_undone_beside_the_same_words(review: Client) -> None:
    review.post(ADD, TEA)
    removed = review.post(f"{page_of(WatchedPhrase.objects.get())}remove/", follow=True).text
    review.post(ADD, TEA)
    address = undo_link(removed)
    version = re.search(r'name="version" value="([^"]*)"', review.get(address).text)
    assert version

    sent = {"act": "add_words", "version": version[1], "reason": "Back again."}
    answer = review.post(address, sent)

    assert answer.status_code == 409 and "This is on the list already." in answer.text
    assert WatchedPhrase.objects.filter(removed=False).count() == 1


@pytest.mark.parametrize("again", ["miracle tea", "MIRACLE Tea"])
def test_the_same_words_are_on_the_list_once(review: Client, again: str) -> None:
    review.post(ADD, TEA)
    answer = review.post(ADD, TEA | {"phrase": again})

    assert answer.status_code == 409 and "This is on the list already." in answer.text
    assert WatchedPhrase.objects.count() == AuditEntry.objects.count() == 1
    WatchedPhrase.objects.update(removed=True)
    assert review.post(ADD, TEA).status_code == 302


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"phrase": ""}, "Write at least one word."),
        ({"phrase": "…"}, "Write at least one word."),
        ({"kind": "pattern", "phrase": "(a"}, "We can’t read this pattern."),
        ({"kind": "pattern", "phrase": "(a{1000}){1000}"}, "This pattern is too large."),
        ({"kind": "pattern", "phrase": ".*"}, "This pattern matches any text"),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused(review: Client, sent: dict[str, str], sentence: str) -> None:
    answer = review.post(ADD, TEA | sent)

    assert answer.status_code == 422 and sentence in answer.text
    assert not WatchedPhrase.objects.exists()


def test_a_list_of_patterns_has_an_end(review: Client) -> None:
    for number in range(ALL_STEPS // MOST_STEPS + 1):
        WatchedPhrase.objects.create(phrase=f"x{{450}}{number}", is_pattern=True)

    answer = review.post(ADD, TEA | {"kind": "pattern", "phrase": "x{400}"})

    assert answer.status_code == 422 and "as many patterns as we can check" in answer.text


def test_a_text_is_tried_on_the_whole_list(review: Client) -> None:
    review.post(ADD, TEA)
    WatchedPhrase.objects.create(phrase=r"\d{3}-\d{4}", is_pattern=True, note="Numbers")

    found = review.post(LIST, {"text": "My MÍRACLE  tea: call 555-0134 <b>"}).text

    assert "My <mark>MÍRACLE  tea</mark>: call <mark>555-0134</mark> &lt;b&gt;" in found
    assert "Numbers" in found.partition("Found:")[2]
    assert "Nothing was found" in review.post(LIST, {"text": "Tea"}).text
    assert review.post(LIST, {"text": ""}).status_code == 422


def test_an_entry_is_tried_on_the_latest_posts_before_it_is_saved(
    review: Client, thread: Thread, ines: Member, maria: Member
) -> None:
    for number in range(7):
        reply(thread, ines, f"Cup {number} of the miracle tea")
    reply(thread, maria, "Only water")
    WatchedPhrase.objects.create(phrase="holy")
    held = reply(thread, ines, "A holy miracle tea")
    assert held.state == State.HELD

    tried = review.post(ADD, TEA | {"try": "yes", "text": "Two miracle teas"})

    assert tried.status_code == 200
    assert "Found in 7 of the latest 9 posts" in tried.text
    assert "Cup 6 of the <mark>miracle tea</mark>" in tried.text and "Cup 1 of" not in tried.text
    assert "holy" not in tried.text
    assert "Nothing was found in this text." in tried.text and 'value="miracle tea"' in tried.text
    assert WatchedPhrase.objects.count() == 1


def test_trying_takes_as_many_statements_for_one_post_and_for_many(
    review: Client, thread: Thread, ines: Member
) -> None:
    def ask() -> None:
        review.post(ADD, TEA | {"try": "yes"})

    reply(thread, ines, "Miracle tea")
    few = statements(ask)
    for number in range(10):
        reply(thread, ines, f"Cup {number} of the miracle tea")

    assert len(statements(ask)) == len(few)


def test_a_list_of_many_takes_as_many_statements_as_one_of_few(review: Client) -> None:
    WatchedPhrase.objects.create(phrase="word")
    few = statements(lambda: review.get(LIST))
    WatchedPhrase.objects.bulk_create(WatchedPhrase(phrase=f"word {number}") for number in range(50))

    assert len(statements(lambda: review.get(LIST))) == len(few)


def test_who_is_no_moderator_changes_nothing(as_member: Callable, ines: Member, ed: Member) -> None:
    entry = WatchedPhrase.objects.create(phrase="word")
    for member in (ines, ed):
        for address in (LIST, ADD, page_of(entry), f"{page_of(entry)}remove/"):
            assert as_member(member).post(address, TEA).status_code == 404

    assert WatchedPhrase.objects.get().phrase == "word"


@pytest.mark.parametrize(
    ("phrase", "is_pattern", "text", "marked"),
    [
        ("miracle tea", False, "\uff2diracle tea", ["\uff2diracle tea"]),
        ("miracle", False, "a mi\u200bracle, a mi\u0301racle", ["mi\u200bracle", "mi\u0301racle"]),
        ("miracle", False, "a miiiiracle!", ["miiiiracle"]),
        ("año", False, "año an\u0303o ano", ["año", "an\u0303o"]),
        ("strasse", False, "die Straße", ["Straße"]),
        ("te+a", True, "teeeea tea", ["teeeea", "tea"]),
        ("b", False, "a 👩‍👩‍👧 b 🇪🇸 b", ["b", "b"]),
    ],
)
def test_a_match_is_marked_where_it_is_in_the_text(phrase: str, is_pattern: bool, text: str, marked: list[str]) -> None:
    watched = build([WatchedPhrase(phrase=phrase, is_pattern=is_pattern)])

    spans = spans_in(watched, text)

    pieces = pieces_of(text, spans)
    assert [piece.text for piece in pieces if piece.is_match] == marked
    assert "".join(piece.text for piece in pieces) == text
    assert bool(find_watched(watched, text)) == bool(marked)


@pytest.mark.long
@given(text=st.text(alphabet="teañn\u0303\u0301\u200bTÉ \uff34🇪🇸ß.\n", max_size=40))
def test_what_is_marked_is_what_screening_finds(text: str) -> None:
    entries = [WatchedPhrase(phrase="tea"), WatchedPhrase(phrase="te año"), WatchedPhrase(phrase="a", effect="case")]
    watched = build([*entries, WatchedPhrase(phrase="e.n", is_pattern=True)])

    spans = spans_in(watched, text)

    assert {span.finding for span in spans} == set(find_watched(watched, text))
    assert "".join(piece.text for piece in pieces_of(text, spans)) == text


def test_an_excerpt_shows_the_first_match_of_a_long_text() -> None:
    watched = build([WatchedPhrase(phrase="tea")])
    text = "word " * 100 + "tea " + "word " * 100 + "tea"

    pieces = excerpt(text, spans_in(watched, text))

    assert [piece.text for piece in pieces if piece.is_match] == ["tea"]
    assert pieces[0].text == "… " and pieces[-1].text == " …"
    assert sum(len(piece.text) for piece in pieces) < 140


def test_a_case_names_what_was_noticed(review: Client, thread: Thread, ines: Member, settings) -> None:
    settings.NEW_MEMBER_POSTS = 3
    review.post(ADD, TEA)
    reply(thread, ines, "miracle tea https://a.example https://b.example https://c.example")
    case = Post.objects.latest("pk")

    queue = review.get("/moderation/").text
    assert "It makes a medical claim that could hurt someone" in queue
    reply(thread, ines, "Hello")
    assert "First posts of a new member" in review.get("/moderation/").text
    page = review.get(re.findall(r'href="(/moderation/cases/\d+/)"', queue)[0]).text
    for words in ("What we noticed:", "miracle tea", "First posts of a new member", "3 links"):
        assert words in page
    assert case.state == State.HELD
