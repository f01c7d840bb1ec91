"""The short pages about tests and treatments."""

import re

import pytest
from django.test import Client

from community.core.models import bump_site
from community.education.models import Condition, Procedure, State
from tests.education.reading import FIRST_TAB, words

TITLES = [
    "Bone scan",
    "Breast biopsy",
    "Breast cancer supportive therapy and survivorship",
    "Breast cancer surgery",
    "Breast MRI",
    "Chemotherapy",
    "Chemotherapy for breast cancer",
    "Chest X-rays",
    "CT scan",
    "Hormone therapy for breast cancer",
    "Mammogram",
    "Mastectomy",
    "MRI",
    "Positron emission tomography scan",
    "Radiation therapy",
    "Radiation therapy for breast cancer",
    "Ultrasound",
    "X-ray",
]


def test_a_reader_finds_the_eighteen_procedures_in_their_order(guest: Client, condition: Condition) -> None:
    related = guest.get(FIRST_TAB).text.split('id="related"')[1].split("</ul>")[0]

    assert re.findall(r">([^<>]+)</a>", related) == TITLES


def test_every_procedure_is_described_in_sixty_to_a_hundred_words(condition: Condition) -> None:
    lengths = {procedure.title: len(words(procedure.html).split()) for procedure in Procedure.objects.all()}

    assert len(lengths) == 18
    assert {title: length for title, length in lengths.items() if not 60 <= length <= 100} == {}


@pytest.mark.parametrize("position", range(18))
def test_a_guest_reads_a_procedure_and_finds_the_way_back(guest: Client, condition: Condition, position: int) -> None:
    procedure = Procedure.objects.get(title=TITLES[position])

    response = guest.get(procedure.get_absolute_url())

    markup = response.text
    assert response.status_code == 200
    assert not response.cookies
    assert f'<h1 dir="auto">{procedure.title}</h1>' in markup
    assert "Example content, not yet clinically reviewed." in markup
    assert 'href="/learn/recurrent-breast-cancer/"' in markup


def test_a_draft_of_a_procedure_does_not_exist_for_a_guest(guest: Client, condition: Condition) -> None:
    assert guest.get("/learn/procedures/mri/").status_code == 200

    Procedure.objects.filter(slug="mri").update(state=State.DRAFT)
    bump_site()

    assert guest.get("/learn/procedures/mri/").status_code == 404
    related = guest.get(FIRST_TAB).text.split('id="related"')[1]
    assert "/learn/procedures/mri/" not in related
