"""Words that are the same to a search: case, accents, endings, British and American spelling."""

import pytest

from community.search.terms import index_terms, language_of, stems_of, words_in

SAME = """
    tumour tumor | Tumours tumor | lymphoedema lymphedema | oedema edema | anaemia anemia | haemorrhage hemorrhage
    oestrogen estrogen | diarrhoea diarrhea | centre center | behaviour behavior | organise organize
    travelling traveling | gynaecologist gynecologist | counselling counseling | programme program
    paediatric pediatric | leukaemia leukemia | fibre fiber | practise practice | colour color | caesarean cesarean
    orthopaedic orthopedic | oesophagus esophagus | ageing aging | analysed analyzed | haematology hematology
    radiación radiaciones | RADIACIÓN radiacion | metástasis METASTASIS | ganglio ganglios | cansada cansadas
    scan scans | worried worry | recurrence recurrent | side-effects side-effect | don’t don't | Straße strasse
"""
PAIRS = [pair.split() for line in SAME.strip().splitlines() for pair in line.split("|")]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_spellings_are_one_word(one: str, other: str) -> None:
    stems = [[set(stems_of(word)) for word in words_in(text)] for text in (one, other)]

    assert all(first & second for first, second in zip(*stems, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("breast", "breath"),
        ("scan", "scar"),
        ("pain", "paint"),
        ("mama", "mamá!x"),
        ("her2", "her"),
        ("scared", "scar"),
    ],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert not set(stems_of(words_in(one)[0])) & set(stems_of(words_in(other)[-1]))


def test_a_text_is_stored_by_the_endings_of_its_language() -> None:
    assert language_of(words_in("Me duele la mano por la mañana")) == "es"
    assert language_of(words_in("My hand hurts in the morning")) == "en"
    assert language_of(words_in("No to me")) == language_of(words_in("Insurance")) == "en"
    assert (
        index_terms("Las radiaciones me cansan y los dolores no se van")
        == "las radiacion me cans y los dolor no se van"
    )
    assert index_terms("The scans, and Maria's tests!") == "the scan and maria test"


def test_a_search_without_words_and_a_word_without_end() -> None:
    assert index_terms("... !") == ""
    assert len(index_terms("a" * 1000)) <= 40
