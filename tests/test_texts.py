"""Texts on screen hold to docs/writing-texts.md: no retired phrase, and a reading grade of 7 at most."""

import re
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
HIGHEST_GRADE = 7
PRONOUNS = ("she", "her", "hers", "herself", "he", "him", "his", "himself")
# Texts that are above it, and why.
FIXED = {"We use your data to send you the content that you ask for.": "the newsletter's legal text, worded elsewhere"}


def load_script() -> ModuleType:
    loader = SourceFileLoader("text_grades", str(ROOT / "bin/text-grades"))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    script = module_from_spec(spec)
    loader.exec_module(script)
    return script


@pytest.fixture(scope="module")
def grades() -> ModuleType:
    """bin/text-grades."""
    return load_script()


def retired(language: str) -> dict[str, str]:
    """Return the phrases that are retired in a language, each with what to say instead."""
    tables = (ROOT / "docs/words-on-screen.md").read_text().split("| retired | say instead |")[1:]
    table = tables[("English", "Spanish").index(language)]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| `")]
    pronouns = dict.fromkeys(PRONOUNS, "they") if language == "English" else {}
    return pronouns | {phrase: instead.strip() for cell, instead in rows for phrase in re.findall(r"`([^`]+)`", cell)}


def phrases_in(text: str, phrases: dict[str, str]) -> list[str]:
    """Return which phrases a text holds, as whole words, whatever their capitals."""

    def pattern(phrase: str) -> str:
        return (r"\b" if phrase[0].isalpha() else "") + re.escape(phrase) + (r"\b" if phrase[-1].isalpha() else "")

    return [phrase for phrase in phrases if re.search(pattern(phrase), text, re.IGNORECASE)]


@pytest.mark.parametrize(("language", "at_least"), [("English", 50), ("Spanish", 20)])
def test_no_text_holds_a_retired_phrase(grades: ModuleType, language: str, at_least: int) -> None:
    phrases = retired(language)
    assert len(phrases) >= at_least

    texts = [getattr(text, language.lower()) for text in grades.texts_of()]

    assert len(texts) > 1000
    wrong = [f"{text} -- say: {phrases[found]}" for text in texts for found in phrases_in(text, phrases)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tess wrote last", ["wrote last"]),
        ("Somebody replied.", ["somebody"]),
        ("What we keep, and why", ["keep"]),
        ("Welcome!", ["!"]),
        ("When you write about her or him", ["her", "him"]),
        ("Someone else is here", []),
        ("Your keepsake", []),
    ],
)
def test_a_retired_phrase_is_found_as_whole_words(text: str, found: list[str]) -> None:
    assert phrases_in(text, retired("English")) == found


def test_each_long_text_is_easy_to_read(grades: ModuleType) -> None:
    long = [text for text in grades.texts_of() if text.grade is not None]

    assert len(long) > 60
    hard = [f"{text.grade}: {text.english}" for text in long if text.grade > HIGHEST_GRADE]
    assert not [line for line in hard if not line.split(": ", 1)[1].startswith(tuple(FIXED))], "\n".join(hard)
    assert len(hard) == len(FIXED), "a fixed text is easy now, or gone: take it off FIXED"


def test_the_short_sentences_of_each_folder_are_easy_to_read_together(grades: ModuleType) -> None:
    together = grades.samples(grades.texts_of())

    assert len(together) > 10
    assert {folder: grades.grade_of(texts) for folder, texts in together.items() if len(texts) < 2} == {}
    assert {
        folder: grade for folder, texts in together.items() if (grade := grades.grade_of(texts)) > HIGHEST_GRADE
    } == {}


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        (
            "Your text is saved. Sign in to get it back, and then you can go on with what you were doing here before.",
            False,
        ),
        (
            "Notwithstanding intermittent connectivity, information previously transmitted remains permanently "
            "retrievable subsequent to successful authentication by authorised individuals possessing credentials "
            "issued in accordance with institutional regulations.",
            True,
        ),
    ],
)
def test_a_hard_text_has_a_higher_grade_than_an_easy_one(grades: ModuleType, text: str, hard: bool) -> None:
    assert (grades.grade_of([text]) > HIGHEST_GRADE) is hard


def test_a_text_is_graded_as_it_is_read(grades: ModuleType) -> None:
    assert grades.read_aloud('<a href="%(url)s">%(name)s</a> wrote %(count)s posts') == "Maria wrote two posts."


def test_the_list_of_texts_holds_every_text(grades: ModuleType) -> None:
    listed = grades.FILE.read_text().splitlines()

    assert listed[0].split("\t") == list(grades.HEADING)
    assert listed == grades.lines(grades.texts_of()), "run `make messages`"
