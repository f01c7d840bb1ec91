"""Articles in another language than the page: each part declares its language (WCAG 3.1.2)."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from community.education.models import Condition, Page
from tests.education.reading import FIRST_TAB

SPANISH = {"Accept-Language": "es"}


def main_of(client: Client, address: str, **headers: str) -> str:
    markup = client.get(address, headers=headers).text
    return markup.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("address", [FIRST_TAB, "/learn/", "/learn/procedures/mri/"])
def test_what_editors_wrote_says_its_language_only_where_the_page_has_another(
    guest: Client, condition: Condition, address: str
) -> None:
    assert 'lang="' not in main_of(guest, address)

    spanish = main_of(guest, address, **SPANISH)

    assert 'lang="en"' in spanish
    assert set(re.findall(r'lang="([^"]+)"', spanish)) == {"en"}


def test_every_section_and_title_says_it_and_the_words_around_them_do_not(
    guest: Client, condition: Condition, first_page: Page
) -> None:
    spanish = main_of(guest, FIRST_TAB, **SPANISH)

    assert '<h1 lang="en" dir="auto">Recurrent breast cancer</h1>' in spanish
    pieces = re.findall(
        r'<(?:div class="stack part"|section class="box note[^>]*) lang="en" dir="auto">\s*<h[23] id="', spanish
    )
    assert len(pieces) == first_page.sections.count() > 5
    newsletter = spanish.split('id="newsletter"')[1].split("</section>")[0]
    assert 'lang="' not in newsletter
    assert "Get the latest" not in newsletter


def test_a_reference_names_the_day_it_was_read_in_the_readers_language(guest: Client, first_page: Page) -> None:
    spanish = main_of(guest, FIRST_TAB, **SPANISH)

    references = spanish.split('id="references"')[1].split("</ol>")[0]
    assert "Accessed" not in references
    assert "2019" in references
    assert "Dec." not in references


@pytest.mark.parametrize("address", [FIRST_TAB, "/learn/procedures/mri/", "/learn/"])
def test_a_spanish_reader_reads_in_spanish_that_a_page_is_in_english_only(
    guest: Client, condition: Condition, address: str
) -> None:
    spanish = main_of(guest, address, **SPANISH)

    assert spanish.count("Este contenido solo está disponible en inglés.") == 1
    assert "only available in" not in main_of(guest, address)


@pytest.mark.parametrize("address", [FIRST_TAB, "/learn/"])
def test_where_editors_write_spanish_an_english_reader_learns_of_it(
    guest: Client, condition: Condition, settings: Settings, address: str
) -> None:
    settings.LANGUAGE_CODE = "es"

    assert "only available in Spanish." in main_of(guest, address, **{"Accept-Language": "en"})
    assert "solo está" not in main_of(guest, address, **SPANISH)


def test_an_empty_list_says_nothing_of_a_language(guest: Client, db: None) -> None:
    assert "solo está" not in main_of(guest, "/learn/", **SPANISH)
