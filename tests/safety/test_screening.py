"""Watched words and patterns, however they are spelled, and what becomes of a post that has them."""

import time

import pytest
from django.test import Client

from community.forum.models import Post, State, Thread
from community.members.models import Member
from community.safety.models import Case, WatchedPhrase
from community.safety.operations import Finding, screen
from community.safety.patterns import ALL_STEPS, MOST_STEPS, Unusable, compile_pattern
from tests.acts import reply

LONGEST = 20_000  # letters of a post
HOSTILE = [
    r"(a+)+$",
    r"(a|aa)+$",
    r"(a|a)*b$",
    r"(.*)(.*)(.*)(.*)[^a]",
    r"([ab]*)*c",
    r"(?:a?){60}a{60}",
    r"[ab]*a[ab]{200}c",
    r"(\w+\s?)+$",
]


@pytest.fixture(autouse=True)
def watched(db: None) -> None:
    """The entries that this community watches."""
    WatchedPhrase.objects.create(phrase="Miracle cure", reason="medical")
    WatchedPhrase.objects.create(phrase="soda")


def watch(phrase: str, **more: object) -> WatchedPhrase:
    """Add an entry to the list."""
    return WatchedPhrase.objects.create(phrase=phrase, **more)


@pytest.mark.parametrize(
    "text",
    [
        "A MIRACLE CURE for all.",
        "miracle\ncure",
        "a “miracle” - cure",
        "\uff4diracle cure",
        "It is a miracle cure",
        "a mira\u200bcle cure",
        "a míràclé cure",
        "a m\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301iracle cure",
        "a miiiiracle cuuuure",
    ],
)
def test_words_are_found_in_any_case_and_with_any_separator(text: str, maria: Member) -> None:
    assert screen(text, maria) == [Finding("Miracle cure", "medical")]


@pytest.mark.parametrize("text", ["", "miracle cures", "sodas", "a cure, by miracle", "miracle of a cure"])
def test_parts_of_words_and_other_orders_are_not_found(text: str, maria: Member) -> None:
    assert screen(text, maria) == []


def test_an_n_with_a_tilde_is_a_letter_of_its_own(maria: Member) -> None:
    watch("ano")
    watch("daño")

    assert screen("Este año fue bueno. Dano y dan\u0303a.", maria) == []
    assert [found.phrase for found in screen("ano, DAN\u0303O", maria)] == ["ano", "daño"]


def test_each_phrase_is_found_once_in_one_statement(maria: Member, django_assert_num_queries) -> None:
    screen("soda", maria)  # the process builds the list once
    with django_assert_num_queries(1):
        assert len(screen("soda, soda, miracle cure and soda", maria)) == 2


def test_a_change_of_the_list_is_seen_by_the_next_post(maria: Member) -> None:
    entry = watch("tea")
    assert screen("tea", maria)

    WatchedPhrase.objects.filter(pk=entry.pk).update(phrase="coffee", version=2)
    assert [found.phrase for found in screen("tea and coffee", maria)] == ["coffee"]
    WatchedPhrase.objects.filter(pk=entry.pk).update(removed=True, version=3)
    assert screen("tea and coffee", maria) == []


def test_an_entry_that_is_off_finds_nothing(maria: Member) -> None:
    watch("tea", is_on=False)

    assert screen("tea", maria) == []


def test_a_pattern_is_found_in_any_case_and_named_by_its_note(maria: Member) -> None:
    watch(r"\bbuy (now|tod[aá]y)\b", is_pattern=True, reason="selling", note="Adverts")
    watch(r"\d{4}-\d{4}", is_pattern=True)

    assert screen("Please BUY TODÁY!", maria) == [Finding("Adverts", "selling", "pattern")]
    assert screen("Call 1234-5678", maria) == [Finding(r"\d{4}-\d{4}", "other", "pattern")]
    assert screen("buying", maria) == []


def test_a_moderators_own_post_is_not_held(ruth: Member, maria: Member) -> None:
    assert screen("soda", maria)
    assert not screen("soda", ruth)


def seconds_of(act, times: int = 3) -> float:
    """Return the shortest time of several runs."""

    def once() -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    return min(once() for _ in range(times))


def test_a_long_text_is_read_in_a_time_that_grows_with_its_length(maria: Member) -> None:
    WatchedPhrase.objects.bulk_create(WatchedPhrase(phrase=" ".join(["word"] * n)) for n in range(3, 9))
    screen("word", maria)

    assert seconds_of(lambda: screen("word " * 40_000, maria)) < 40 * seconds_of(lambda: screen("word " * 4_000, maria))


@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_hostile_pattern_reads_the_longest_post_in_a_moment(maria: Member, pattern: str) -> None:
    watch(pattern, is_pattern=True)
    screen("word", maria)

    assert seconds_of(lambda: screen("a" * LONGEST + "!", maria), times=1) < 1
    assert seconds_of(lambda: screen("ab" * (LONGEST // 2) + "!", maria), times=1) < 1


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("(a", "We can’t read this pattern."),
        (r"(a)\1", "We can’t read this pattern."),
        ("a(?=b)", "We can’t read this pattern."),
        ("a{1001}", "This pattern is too large."),
        (r"(\pL{1,50}){1,50}", "This pattern is too large."),
        ("((a{10}){10}){10}b", "This pattern is too large."),
        ("a*", "This pattern matches any text"),
        (r"\Qa", r"Leave out \Q and \E."),
        ("a\x00{2000}", "This pattern is too large."),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_a_sentence(pattern: str, sentence: str) -> None:
    with pytest.raises(Unusable) as refused:
        compile_pattern(pattern)
    assert sentence in refused.value.messages[0]


def test_a_pattern_in_the_database_that_cannot_be_used_stops_no_post(maria: Member) -> None:
    watch("(tea", is_pattern=True)
    watch("coffee+", is_pattern=True)

    assert [found.phrase for found in screen("(tea and coffee", maria)] == ["coffee+"]


def test_patterns_that_are_too_large_together_are_still_found(maria: Member) -> None:
    for number in range(3 * ALL_STEPS // MOST_STEPS):
        watch(f"x{{450}}{number}y", is_pattern=True)
    watch("tea+", is_pattern=True)

    assert [found.phrase for found in screen("teaa", maria)] == ["tea+"]


def test_a_held_reply_is_in_a_case_with_what_was_found(thread: Thread, ines: Member, maria: Member) -> None:
    post = reply(thread, ines, "I found a miracle cure.")

    assert post.state == State.HELD
    case = Case.objects.get()
    assert (case.source, case.context, case.kind, case.author) == (post.key, thread.key, "held", ines)
    found = {"phrase": "Miracle cure", "reason": "medical", "kind": "words", "number": 0, "holds": True}
    assert case.findings == [found]
    assert (case.urgency, case.noticed) == (1, ["Miracle cure"])


def test_words_that_only_open_a_case_leave_the_post_published(thread: Thread, ines: Member, guest: Client) -> None:
    watch("tea", effect="case", reason="selling")

    post = reply(thread, ines, "Try this tea.")

    assert post.is_published
    case = Case.objects.get()
    assert (case.source, case.kind, case.reasons) == (post.key, "noticed", ["It sells or advertises something"])
    assert "Try this tea." in guest.get(thread.get_absolute_url()).text


def test_words_that_hold_win_over_words_that_open_a_case(thread: Thread, ines: Member) -> None:
    watch("tea", effect="case")

    assert reply(thread, ines, "Tea with soda.").state == State.HELD
    assert Case.objects.get().noticed == ["soda", "tea"]


def test_a_post_with_more_links_than_allowed_is_held(thread: Thread, ines: Member, settings) -> None:
    settings.LINKS_PER_POST = 2
    links = [f"https://example.org/{number}" for number in range(3)]

    assert reply(thread, ines, " ".join(links[:2])).is_published
    post = reply(thread, ines, " ".join(links))
    assert post.state == State.HELD
    assert Case.objects.get(source=post.key).noticed == ["3 links"]
    assert Post.objects.filter(state=State.HELD).count() == 1
