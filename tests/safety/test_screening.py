"""Watched phrases hold a post until a moderator has decided."""

import time

import pytest

from community.forum.models import State, Thread
from community.members.models import Member
from community.safety.models import Case, WatchedPhrase
from community.safety.operations import Finding, screen
from tests.acts import reply


@pytest.fixture(autouse=True)
def watched(db: None) -> None:
    """The phrases that this community watches."""
    WatchedPhrase.objects.create(phrase="Miracle cure", reason="medical")
    WatchedPhrase.objects.create(phrase="soda")


@pytest.mark.parametrize(
    "text",
    ["A MIRACLE CURE for all.", "miracle\ncure", "a “miracle” - cure", "\uff4diracle cure", "It is a miracle cure"],
)
def test_words_are_found_in_any_case_and_with_any_separator(text: str, maria: Member) -> None:
    assert screen(text, maria) == [Finding("Miracle cure", "medical")]


@pytest.mark.parametrize("text", ["", "miracle cures", "sodas", "a cure, by miracle", "miracle of a cure"])
def test_parts_of_words_and_other_orders_are_not_found(text: str, maria: Member) -> None:
    assert screen(text, maria) == []


def test_each_phrase_is_found_once_in_one_statement(maria: Member, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert len(screen("soda, soda, miracle cure and soda", maria)) == 2


def test_a_moderators_own_post_is_not_held(ruth: Member, maria: Member) -> None:
    assert screen("soda", maria)
    assert not screen("soda", ruth)


def test_a_long_text_is_read_in_a_time_that_grows_with_its_length(maria: Member) -> None:
    WatchedPhrase.objects.bulk_create(WatchedPhrase(phrase=" ".join(["word"] * n)) for n in range(3, 9))

    def seconds(words: int) -> float:
        start = time.perf_counter()
        screen("word " * words, maria)
        return time.perf_counter() - start

    seconds(1000)
    assert min(seconds(40_000) for _ in range(3)) < 40 * min(seconds(4_000) for _ in range(3))


def test_a_held_reply_is_in_a_case_with_what_was_found(thread: Thread, ines: Member, maria: Member) -> None:
    post = reply(thread, ines, "I found a miracle cure.")

    assert post.state == State.HELD
    case = Case.objects.get()
    assert (case.source, case.context, case.kind, case.author) == (post.key, thread.key, "held", ines)
    assert case.findings == [{"phrase": "Miracle cure", "reason": "medical"}]
    assert case.urgency == 1
