"""How well a text fits a search."""

import pytest

from community.search.matching import SearchWord
from community.search.scoring import MANY, Ranking, Reading

UNRELATED = tuple((f"other{number}",) for number in range(MANY + 1))


def word(*spellings, synonyms=(), prefixes=()):
    return SearchWord(spellings[0] if spellings else "", tuple((each,) for each in spellings), synonyms, prefixes)


def score(words, body, title="", *, many=False):
    """The score by few phrases, or by more than a text is searched for one by one: the same."""
    if many:
        first, *others = words
        words = [SearchWord(first.typed, first.spellings, first.synonyms + UNRELATED, first.prefixes), *others]
    return Ranking((Reading.of(tuple(words), [1.0] * len(words)),)).score(title, body)


@pytest.fixture(params=[False, True], ids=["few phrases", "many phrases"])
def fits(request):
    return lambda words, body, title="": score(words, body, title, many=request.param)


def test_a_part_of_a_term_is_no_word(fits):
    assert fits([word("car")], "care scar careful") == (0.0, False)


def test_a_word_counts_at_the_beginning_and_the_end_of_a_text(fits):
    assert fits([word("scan")], "scan tomorrow at ten")[0] == fits([word("scan")], "ten at tomorrow scan")[0] > 0


def test_a_word_in_the_title_is_worth_more(fits):
    assert fits([word("scan")], "other words", title="scan")[0] > fits([word("scan")], "scan words")[0]


def test_a_synonym_is_worth_less_than_the_word_itself(fits):
    words = [word("mets", synonyms=(("metastat",), ("spread", "cancer")))]
    itself, one, two = (fits(words, text)[0] for text in ("mets again now", "metastat again now", "spread cancer now"))
    assert itself > one > 0
    assert one == two
    assert fits(words, "cancer spread now") == (0.0, False)


def test_words_that_follow_each_other_are_worth_more(fits):
    words = [word("joint"), word("pain")]
    apart, together = fits(words, "joint without any pain"), fits(words, "without any joint pain")
    assert together[0] > apart[0]
    assert together[1] is apart[1] is True


def test_a_text_with_some_of_the_words_has_not_all(fits):
    points, has_all = fits([word("joint"), word("pain")], "pain at night")
    assert points > 0
    assert not has_all


def test_a_word_that_is_still_typed_counts_by_its_beginning(fits):
    assert fits([word("lymph", prefixes=("lymph",))], "lymphoedema of arm")[0] > 0
    assert fits([word("hot"), word("fla", prefixes=("fla",))], "hot flash", "")[1]
    assert fits([word("lymph", prefixes=("lymph",))], "nonlymph") == (0.0, False)
