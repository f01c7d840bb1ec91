"""Reading what was typed: synonyms, phrases, common words."""

import pytest

from community.search.matching import SearchWord
from community.search.models import Synonyms
from community.search.query import parse
from community.search.synonyms import map_of

SAME = map_of(["mets, metastatic, stage 4", "chemo brain, brain fog", "chemo, chemotherapy"])


def typed(words: tuple[SearchWord, ...]) -> list[str]:
    """What each word was typed as."""
    return [word.typed for word in words]


def test_words_that_nearly_every_text_has_do_not_count() -> None:
    assert typed(parse("how do I cope with the scans?", {}).words) == ["cope", "scans"]
    assert typed(parse("what is it", {}).words) == ["what", "is", "it"]


def test_a_synonym_of_several_words_is_found_in_both_directions() -> None:
    one, several = parse("mets", SAME).words[0], parse("stage 4 now", SAME)

    assert ("stage", "4") in one.synonyms
    assert [typed(words) for words in several.readings] == [["stage", "4", "now"], ["stage 4", "now"]]
    assert ("met",) in several.readings[1][0].synonyms


def test_the_longest_phrase_counts() -> None:
    assert typed(parse("chemo brain", SAME).readings[1]) == ["chemo brain"]


def test_within_quotation_marks_the_words_stay_in_a_row() -> None:
    query = parse('"what is it" now', SAME)

    assert query.words[0].spellings == (("what", "is", "it"), ("whatñ", "isñ", "itñ"))
    assert typed(parse("“brain fog” help", SAME).words)[0] == "brain fog"


@pytest.mark.parametrize("nothing", ["", "?!", '""', "\u200b"])
def test_nothing_to_look_for(nothing: str) -> None:
    assert parse(nothing, SAME).words == ()


def test_the_words_of_the_field_are_there_from_the_start(db: None) -> None:
    lines = list(Synonyms.objects.values_list("words", flat=True))
    same = map_of(lines)

    assert len(lines) >= 150
    for one, other in [("nolvadex", "tamoxifen"), ("mets", "metastatic"), ("scanxiety", "scan worry")]:
        assert stored(other) in same[stored(one)]


def stored(words: str) -> tuple[str, ...]:
    """The words in a row as an English text has them, which is how the map knows them."""
    return parse(f'"{words}"', {}).words[0].spellings[0]


def test_a_synonym_is_not_looked_for_by_a_stem_that_a_common_word_has() -> None:
    same = map_of(["oncologist, onc", "ovarian suppression, OFS", "tumor, masa", "children, son"])

    def synonyms(typed: str) -> set[tuple[str, ...]]:
        return set(parse(typed, same).readings[-1][0].synonyms)

    assert ("onc",) not in synonyms("oncologist")  # the stem of "once"
    assert ("of",) not in synonyms("ovarian suppression") and ("ofsñ",) in synonyms("ovarian suppression")
    assert ("masñ",) not in synonyms("tumor")  # "más"
    assert ("son",) in synonyms("children")
    assert ("oncolog",) in synonyms("onc")
