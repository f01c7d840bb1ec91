"""The page of the design system: every component as the pages use it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from community.members.models import Member
from tests.markup import inline_in

AsMember = Callable[[Member], Client]


def test_an_editor_finds_the_design_system_and_a_member_does_not(
    as_member: AsMember, ed: Member, maria: Member, guest: Client
) -> None:
    assert as_member(ed).get("/design/").status_code == 200
    assert as_member(maria).get("/design/").status_code == 404
    assert guest.get("/design/").status_code == 404


@pytest.mark.django_db
def test_everybody_finds_it_in_the_demo(guest: Client, settings: Settings) -> None:
    settings.DEMO = True

    answer = guest.get("/design/")

    assert answer.status_code == 200
    assert inline_in(answer.text) == []


@pytest.mark.django_db
def test_its_people_and_discussions_need_no_database(
    guest: Client, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.DEMO = True

    with django_assert_num_queries(0):
        page = guest.get("/design/").text

    assert "It came back after eleven years" in page
    assert "Eleven years clear" in page


@pytest.mark.django_db
def test_each_theme_can_be_tried_without_being_saved(guest: Client, settings: Settings) -> None:
    settings.DEMO = True

    answer = guest.get("/design/?theme=dark&contrast=more&text=4&spacing=roomy")

    head = answer.text[:500]
    for attribute in ('data-theme="dark"', 'data-contrast="more"', 'data-text="4"', 'data-spacing="roomy"'):
        assert attribute in head
    assert not answer.cookies


@pytest.mark.django_db
def test_its_forms_can_be_seen_with_mistakes(guest: Client, settings: Settings) -> None:
    settings.DEMO = True

    assert "There is a problem" not in guest.get("/design/").text
    page = guest.get("/design/?errors").text
    assert "There is a problem" in page
    assert page.count('aria-invalid="true"') >= 5


@pytest.mark.django_db
def test_nothing_on_it_is_named_twice(guest: Client, settings: Settings) -> None:
    settings.DEMO = True

    for path in ("/design/", "/design/?errors"):
        page = guest.get(path).text
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert page.count("<h1") == 1
