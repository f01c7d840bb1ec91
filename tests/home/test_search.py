"""Search in the titles of discussions and pages."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from community.education.models import Condition, Page, Procedure, State
from community.education.operations import load_content
from community.forum.models import Audience, Group, Membership, Thread
from community.home import search
from community.members.models import Member
from tests.acts import reply, start
from tests.education.reading import CONTENT, text_of
from tests.forum.statements import assert_statements
from tests.markup import inline_in

GUEST = 6
MEMBER = 9


@pytest.fixture
def condition(db: None) -> Condition:
    """Recurrent breast cancer, with its four pages."""
    load_content(CONTENT)
    return Condition.objects.get(slug="recurrent-breast-cancer")


def found(client: Client, words: str) -> list[str]:
    """Return the titles of the discussions that a search finds, in order."""
    markup = client.get("/search/", {"q": words}).text
    rows = markup.split('id="discussions"')[1].split("</ul>")[0] if 'id="discussions"' in markup else ""
    return re.findall(r'<span class="title"><a [^>]+>(.*?)</a>', rows)


def read(client: Client, words: str) -> list[str]:
    """Return the addresses of the education pages that a search finds."""
    markup = client.get("/search/", {"q": words}).text
    part = markup.split('id="reading"')[1].split("</ul>")[0] if 'id="reading"' in markup else ""
    return re.findall(r'href="([^"]+)"', part)


def test_a_guest_finds_a_discussion_by_words_of_its_title_in_any_order(guest: Client, thread: Thread) -> None:
    assert found(guest, "BACK eleven") == [thread.title]
    assert found(guest, "back twelve") == []


def test_the_latest_active_discussion_is_first(guest: Client, group: Group, maria: Member, ines: Member) -> None:
    older = start(group, maria, "The scan tomorrow").thread
    start(group, maria, "After the scan")
    assert found(guest, "scan") == ["After the scan", "The scan tomorrow"]

    reply(older, ines)

    assert found(guest, "scan") == ["The scan tomorrow", "After the scan"]


def test_nobody_finds_what_they_may_not_see(
    guest: Client, as_member: Callable[[Member], Client], group: Group, maria: Member, ines: Member, joan: Member
) -> None:
    circle = Group.objects.create(slug="circle", name="Circle", audience=Audience.PRIVATE)
    Membership.objects.create(group=circle, member=ines)
    start(group, maria, "Awake, for everyone")
    start(group, maria, "Awake, for members", audience=Audience.MEMBERS)
    start(circle, ines, "Awake, for us", audience=Audience.PRIVATE)
    held = start(group, maria, "Awake, held").thread
    Thread.objects.filter(pk=held.pk).update(published=False)

    assert found(guest, "awake") == ["Awake, for everyone"]
    assert found(as_member(joan), "awake") == ["Awake, for members", "Awake, for everyone"]
    assert found(as_member(ines), "awake") == ["Awake, for us", "Awake, for members", "Awake, for everyone"]


def test_a_discussion_that_was_quiet_for_very_long_is_left_out(
    guest: Client, group: Group, maria: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        start(group, maria, f"Tired on day {number}")
    assert len(found(guest, "tired")) == 3

    monkeypatch.setattr(search, "AMONG", 2)

    assert found(guest, "tired") == ["Tired on day 2", "Tired on day 1"]
    assert "the 2 discussions with the newest posts" in text_of(guest.get("/search/"))


def test_more_than_thirty_discussions_are_cut_and_the_page_says_so(guest: Client, group: Group, maria: Member) -> None:
    for number in range(search.SHOWN):
        start(group, maria, f"Tired on day {number}")
    assert "30 results for “tired”" in text_of(guest.get("/search/?q=tired"))

    start(group, maria, "Tired again")

    assert len(found(guest, "tired")) == search.SHOWN
    assert "The 30 newest results for “tired”" in text_of(guest.get("/search/?q=tired"))


def test_a_guest_finds_conditions_pages_and_sections(guest: Client, condition: Condition) -> None:
    assert read(guest, "recurrent breast") == ["/learn/recurrent-breast-cancer/"]
    assert "/learn/recurrent-breast-cancer/symptoms-causes/" in read(guest, "causes symptoms")
    assert "/learn/recurrent-breast-cancer/symptoms-causes/#risk-factors" in read(guest, "risk")
    assert "1 result for “recurrent breast”" in text_of(guest.get("/search/?q=recurrent+breast"))


def test_a_guest_finds_tests_and_treatments(guest: Client, condition: Condition) -> None:
    assert read(guest, "bone scan") == ["/learn/procedures/bone-scan/"]


def test_a_page_is_found_by_the_organisations_name_and_never_by_its_placeholder(
    guest: Client, condition: Condition, settings: Settings
) -> None:
    settings.ORGANISATION_NAME = "Ward Seven"

    assert "/learn/recurrent-breast-cancer/care/" in read(guest, "ward seven")
    assert read(guest, "{organisation}") == []


def test_a_draft_is_not_found(guest: Client, condition: Condition) -> None:
    assert read(guest, "risk")
    assert read(guest, "scan")

    Page.objects.update(state=State.DRAFT)
    Procedure.objects.update(state=State.DRAFT)

    assert read(guest, "risk") == read(guest, "recurrent") == read(guest, "scan") == []


def test_wildcards_of_the_database_are_ordinary_characters(guest: Client, group: Group, maria: Member) -> None:
    start(group, maria, "100% tired")
    start(group, maria, "Tired 100 days")

    assert found(guest, "100%") == ["100% tired"]
    assert found(guest, "tire_") == []
    assert found(guest, "tired\0") == ["Tired 100 days", "100% tired"]


def test_without_words_the_page_says_what_it_searches(guest: Client, thread: Thread) -> None:
    for address in ("/search/", "/search/?q=", "/search/?q=+%00"):
        response = guest.get(address)

        assert response.status_code == 200
        assert "the titles of our articles and of the" in text_of(response)
        assert 'id="found"' not in response.text


def test_nothing_found_says_what_to_try_next(guest: Client, thread: Thread) -> None:
    response = guest.get("/search/?q=<nothing>")

    text = text_of(response)
    assert "Nothing found for “<nothing>”." in text
    assert "Try one word instead of several" in text
    assert "start a discussion" in text
    assert thread.group.get_absolute_url() in response.text


def test_a_search_with_too_many_words_comes_back_with_what_to_do(guest: Client, thread: Thread) -> None:
    response = guest.get("/search/", {"q": "eleven " * 20})

    markup = response.text
    assert response.status_code == 422
    assert "Use fewer words." in markup
    assert 'aria-invalid="true"' in markup
    assert "eleven eleven" in markup
    assert 'id="found"' not in markup


@pytest.mark.parametrize("address", ["/search/", "/search/?q=eleven", "/search/?q=nothing"])
def test_a_guests_search_sets_no_cookie_and_is_one_landmark_with_one_heading(
    guest: Client, thread: Thread, address: str
) -> None:
    response = guest.get(address)

    main = response.text.split("<main")[1].split("</main>")[0]
    assert not response.cookies
    assert "csrf" not in main
    assert main.count("<search") == main.count("<h1") == 1
    assert inline_in(main) == []


def test_no_search_engine_indexes_what_people_searched_for(guest: Client, thread: Thread) -> None:
    assert '<meta name="robots" content="noindex">' in guest.get("/search/?q=eleven").text


@pytest.mark.parametrize("discussions", [1, 29])
def test_a_search_costs_the_same_for_one_discussion_and_for_many(
    guest: Client,
    as_member: Callable[[Member], Client],
    group: Group,
    maria: Member,
    ines: Member,
    joan: Member,
    condition: Condition,
    discussions: int,
) -> None:
    client = as_member(joan)
    for number in range(discussions):
        reply(start(group, maria, f"Risk number {number}").thread, ines)

    assert len(found(guest, "risk")) == discussions
    assert_statements(GUEST, lambda: guest.get("/search/?q=risk"))
    assert_statements(MEMBER, lambda: client.get("/search/?q=risk"))
