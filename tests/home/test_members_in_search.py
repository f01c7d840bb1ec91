"""Members who allow it are found by their names on the search page."""

from collections.abc import Callable

import pytest
from django.test import Client

from community.forum.models import Thread
from community.members.models import Member
from community.members.selectors import SHOWN
from tests.acts import make_member
from tests.education.reading import text_of
from tests.forum.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def river() -> Member:
    """A member who let the search find them."""
    member = make_member("River-Oak")
    Member.objects.filter(pk=member.pk).update(findable=True)
    return member


def names(client: Client, typed: str, more: str = "") -> list[str]:
    """The names that a search shows as members."""
    people = client.get(f"/search/?q={typed}{more}").context.get("people") or []
    return [person.username for person in people]


@pytest.mark.parametrize("typed", ["River-Oak", "river", "RÍVER", "@ri", "%20river-o%20"])
def test_a_member_is_found_by_how_the_name_begins(guest: Client, river: Member, typed: str) -> None:
    page = guest.get(f"/search/?q={typed}")

    assert 'href="/members/River-Oak/"' in page.text
    assert "Members" in text_of(page)
    assert names(guest, typed) == ["River-Oak"]


@pytest.mark.parametrize("typed", ["r", "oak", "river oak", "river%", "riv_r", "x" * 40])
def test_nobody_is_found_by_anything_else(guest: Client, river: Member, typed: str) -> None:
    assert names(guest, typed) == []


def test_members_are_on_the_first_page_and_where_nothing_is_narrowed(guest: Client, river: Member) -> None:
    assert names(guest, "river", "&only=discussions") == []
    assert names(guest, "river", "&author=Maria") == []


def test_a_few_members_are_shown_the_shortest_name_first(guest: Client) -> None:
    for number in range(SHOWN + 2):
        make_member(f"River{number}" if number else "River")
    Member.objects.update(findable=True)

    assert names(guest, "river") == ["River", *(f"River{number}" for number in range(1, SHOWN))]


def test_who_does_not_allow_it_or_has_left_changes_nothing(
    guest: Client, as_member: Callable[[Member], Client], joan: Member, thread: Thread
) -> None:
    def shown(client: Client) -> list[str]:
        pages = [client.get(f"/search/?q={typed}") for typed in ("canary", "can", "eleven")]
        return [page.text.split("<main")[1].split('id="ask"')[0] for page in pages]

    client = as_member(joan)
    before = shown(guest), shown(client)
    make_member("Canary")
    closed = make_member("Canary-2")
    Member.objects.filter(pk=closed.pk).update(findable=True, is_active=False)

    assert (shown(guest), shown(client)) == before


def test_a_member_chooses_to_be_found_and_no_longer(
    guest: Client, as_member: Callable[[Member], Client], maria: Member
) -> None:
    client = as_member(maria)
    assert names(guest, "maria") == []

    client.post("/settings/about/", {"about": "", "hue": "3", "findable": "on"})
    assert names(guest, "maria") == ["Maria"]

    client.post("/settings/about/", {"about": "", "hue": "3"})
    assert names(guest, "maria") == []


@pytest.mark.parametrize(("typed", "queries"), [("river", 1), ("river+oak", 0)])
def test_finding_members_costs_one_query_and_several_words_none(
    guest: Client, river: Member, typed: str, queries: int
) -> None:
    asked = statements(lambda: guest.get(f"/search/?q={typed}"))

    assert sum('"findable"' in statement for statement in asked) == queries
