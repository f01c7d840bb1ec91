"""The search page."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from community.core.models import changing_site
from community.education.models import Condition, Page, Procedure, State
from community.education.operations import load_content
from community.forum.models import Audience, Group, Membership, Thread
from community.home.search_results import PER_PAGE
from community.members.models import Member
from tests.acts import reply, start
from tests.education.reading import CONTENT, text_of
from tests.forum.statements import assert_statements
from tests.markup import inline_in

# One of them for the members of this name, none where several words were typed; ROWS more where no row is cached.
GUEST, MEMBER, ROWS = 7, 10, 2


@pytest.fixture
def condition(db: None) -> Condition:
    """Recurrent breast cancer, with its four pages."""
    load_content(CONTENT)
    return Condition.objects.get(slug="recurrent-breast-cancer")


def found(client: Client, words: str, **more: str) -> list[str]:
    """Return the titles of the discussions that a search finds, in order."""
    return [title for address, title in results(client, words, **more) if "/discussions/" in address]


def read(client: Client, words: str) -> list[str]:
    """Return the addresses of the education pages that a search finds."""
    return [address for address, _title in results(client, words) if "/learn/" in address]


def results(client: Client, words: str, **more: str) -> list[tuple[str, str]]:
    """Return the address and the title of each result."""
    markup = client.get("/search/", {"q": words, **more}).text
    rows = (
        markup.split('<ol class="threads results')[1].split("</ol>")[0]
        if '<ol class="threads results' in markup
        else ""
    )
    return re.findall(r'<span class="title"><a\s+href="([^"]+)"[^>]*>(.*?)</a>', rows, re.DOTALL)


def test_a_guest_finds_a_discussion_by_words_of_its_title_in_any_order(guest: Client, thread: Thread) -> None:
    assert found(guest, "BACK eleven") == [thread.title]
    assert found(guest, "thirteen") == []


def test_a_discussion_is_found_by_a_reply_which_the_result_shows_and_links_to(
    guest: Client, thread: Thread, ines: Member
) -> None:
    post = reply(thread, ines, "My oedema went away")

    page = guest.get("/search/?q=edema").text

    assert found(guest, "edema") == [thread.title]
    assert "My <mark>oedema</mark> went away" in page
    assert f'href="{post.get_absolute_url()}"' in page
    assert "Post 2, by Ines" in " ".join(page.split())


def test_a_title_counts_for_more_than_a_reply(guest: Client, group: Group, maria: Member, ines: Member) -> None:
    start(group, maria, "The scan tomorrow")
    reply(start(group, maria, "Coffee").thread, ines, "Scan scan scan")

    assert found(guest, "scan") == ["The scan tomorrow", "Coffee"]


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


def test_more_than_a_page_of_results(guest: Client, group: Group, maria: Member) -> None:
    for number in range(PER_PAGE + 1):
        start(group, maria, f"Tired on day {number}")

    first, second = found(guest, "tired"), found(guest, "tired", page="2")
    page = guest.get("/search/?q=tired&page=2").text

    assert (len(first), len(second)) == (PER_PAGE, 1)
    assert not set(first) & set(second)
    assert f"{PER_PAGE + 1} results for “tired”" in text_of(guest.get("/search/?q=tired"))
    assert 'href="?q=tired&amp;page=1#found"' in page and 'rel="next"' not in page
    assert found(guest, "tired", page="99") == second


def test_a_misspelt_word_is_taken_for_one_that_texts_have(guest: Client, group: Group, maria: Member) -> None:
    start(group, maria, "Tamoxifen in the evening")
    call_command("reindex")

    page = guest.get("/search/?q=tamoxefin")

    assert found(guest, "tamoxefin") == ["Tamoxifen in the evening"]
    assert "We searched for “tamoxifen”." in text_of(page)


def test_a_word_of_which_texts_have_another_form_is_not_taken_for_a_third(
    guest: Client, group: Group, maria: Member
) -> None:
    for title in ("Did anyone burn a saucepan?", "My turn, and your turns", "Turns with radiation"):
        start(group, maria, title)
    call_command("reindex")

    page = text_of(guest.get("/search/?q=burns+radiation"))

    assert "We searched for" not in page
    assert "have some of them" in page


def test_a_short_word_is_not_taken_for_one_that_is_hardly_alike(guest: Client, group: Group, maria: Member) -> None:
    for title in ("Onion soup", "I felt like a loon"):
        start(group, maria, title)
    call_command("reindex")

    assert found(guest, "London") == []
    assert found(guest, "onoin") == ["Onion soup"]


def test_results_with_some_of_the_words_are_called_so(guest: Client, thread: Thread) -> None:
    assert "have some of them" in text_of(guest.get("/search/?q=eleven+goldfish"))
    assert "have some of them" not in text_of(guest.get("/search/?q=eleven+years"))


def test_a_search_is_narrowed_and_widened_again(
    guest: Client, group: Group, condition: Condition, maria: Member
) -> None:
    start(group, maria, "Risk and worry")

    page = guest.get("/search/?q=risk&only=discussions&author=Maria").text

    assert found(guest, "risk", only="discussions") == ["Risk and worry"]
    assert found(guest, "risk", only="articles") == []
    assert found(guest, "risk", author="Ines") == []
    assert "Your search is narrowed: only discussions · written by Maria" in " ".join(page.split())
    assert '<details class="narrow" open' not in page  # the results are in sight on a phone
    assert 'href="?q=risk"' in page


@pytest.mark.parametrize("wrong", ["group=nowhere", "topic=%00", "since=yesterday", "only=everything", "until=0"])
def test_a_filter_that_does_not_exist_is_an_error_by_its_field(guest: Client, thread: Thread, wrong: str) -> None:
    response = guest.get(f"/search/?q=eleven&{wrong}")

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text


def test_a_guest_finds_conditions_pages_and_sections(guest: Client, condition: Condition) -> None:
    assert read(guest, "recurrent breast")[0] == "/learn/recurrent-breast-cancer/"
    assert "/learn/recurrent-breast-cancer/symptoms-causes/" in read(guest, "causes symptoms")
    assert "/learn/recurrent-breast-cancer/symptoms-causes/#risk-factors" in read(guest, "risk")


def test_a_guest_finds_tests_and_treatments(guest: Client, condition: Condition) -> None:
    assert read(guest, "bone scan")[0] == "/learn/procedures/bone-scan/"


def test_a_page_is_found_by_the_organisations_name_and_never_by_its_placeholder(
    guest: Client, condition: Condition, settings: Settings
) -> None:
    settings.ORGANISATION_NAME = "Ward Seven"

    assert "/learn/recurrent-breast-cancer/care/" in read(guest, "ward seven")
    assert read(guest, "{organisation}") == []


def test_a_draft_is_not_found(guest: Client, condition: Condition) -> None:
    assert read(guest, "risk")
    assert read(guest, "scan")

    with changing_site():
        Page.objects.update(state=State.DRAFT)
        Procedure.objects.update(state=State.DRAFT)

    assert read(guest, "risk") == read(guest, "recurrent") == read(guest, "scan") == []


@pytest.mark.parametrize(
    "typed", ["tired*", '"tired"', "tired) OR (x", "title:tired", "tired^2 NEAR", "tired' | !x", "-tired :*"]
)
def test_operators_of_the_databases_are_ordinary_characters(
    guest: Client, group: Group, maria: Member, typed: str
) -> None:
    start(group, maria, "Tired again")

    assert found(guest, typed) == ["Tired again"]
    assert found(guest, "ti_") == found(guest, "t*") == found(guest, "%") == []


def test_without_words_there_are_no_results(guest: Client, thread: Thread) -> None:
    for address in ("/search/", "/search/?q=", "/search/?q=+%00"):
        response = guest.get(address)

        assert response.status_code == 200
        assert 'id="found"' not in response.text


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


@pytest.mark.parametrize("discussions", [1, PER_PAGE])
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

    caches["parts"].clear()
    assert_statements(GUEST + ROWS, lambda: guest.get("/search/?q=risk"))


def test_a_row_from_the_cache_shows_the_discussion_of_now(
    guest: Client, as_member: Callable[[Member], Client], group: Group, maria: Member, joan: Member
) -> None:
    thread, client = start(group, maria, "Bone pain").thread, as_member(joan)
    client.get(thread.get_absolute_url())
    assert "No replies yet" in text_of(client.get("/search/?q=bone"))

    reply(thread, maria, "It is better")

    assert "1 reply" in text_of(guest.get("/search/?q=bone"))
    assert "1 reply" in (page := text_of(client.get("/search/?q=bone"))) and "1 new" in page
    with changing_site():
        Group.objects.filter(pk=group.pk).update(name="Bones")
    assert "Bones" in text_of(guest.get("/search/?q=bone"))


@pytest.mark.parametrize("date", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("name", ["since", "until"])
def test_a_date_out_of_range_is_an_error_of_its_field(guest: Client, thread: Thread, name: str, date: str) -> None:
    answer = guest.get("/search/", {"q": "eleven", name: date})

    assert answer.status_code == 422
    assert f'id="id_{name}_error"' in answer.text


def test_dates_in_reverse_order_are_an_error(guest: Client, thread: Thread) -> None:
    answer = guest.get("/search/", {"q": "eleven", "since": "2026-02-01", "until": "2025-02-01"})

    assert answer.status_code == 422
    assert "This day is before the one in “From”." in text_of(answer)
