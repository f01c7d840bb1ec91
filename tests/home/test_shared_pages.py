"""Public pages set no cookie, carry no token, and show only what the viewer may see."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from community.core.models import bump_site
from community.forum.models import Audience, Group, Thread
from community.members.models import Member
from tests.acts import start

SHARED = [
    "/",
    "/guidelines/",
    "/privacy/",
    "/help/",
    "/begin/just-diagnosed/",
    "/begin/it-came-back/",
    "/begin/i-care-for-someone/",
    "/search/?q=eleven",
]


@pytest.mark.parametrize("path", SHARED)
def test_a_guest_gets_no_cookie_no_token_and_no_nonce(path: str, guest: Client, thread: Thread) -> None:
    answer = guest.get(path)

    assert answer.status_code == 200
    assert not answer.cookies
    page = answer.text
    assert "<h1" in page
    assert "csrf" not in page.lower()
    assert "nonce" not in page
    assert "htmx" not in page


def test_the_front_page_shows_groups_with_their_figures_and_what_people_talk_about(
    guest: Client, thread: Thread
) -> None:
    page = guest.get("/").text

    assert "Breast Cancer" in page
    assert "1 discussion" in page
    assert "It came back after eleven years" in page


def test_a_guest_does_not_see_what_is_for_members(
    guest: Client, as_member: Callable[[Member], Client], maria: Member, group: Group
) -> None:
    nights = Group.objects.create(slug="nights", name="Long nights", audience=Audience.MEMBERS)
    start(nights, maria, "Awake again", audience=Audience.MEMBERS)
    start(group, maria, "Only among us", audience=Audience.MEMBERS)

    member_page = as_member(maria).get("/").text
    assert "Long nights" in member_page
    assert member_page.count("1 discussion") == 2

    page = guest.get("/").text
    assert "Long nights" not in page
    assert "Awake again" not in page
    assert "Only among us" not in page
    assert "No discussions yet" in page


def test_the_front_page_costs_the_same_with_many_groups(
    guest: Client, group: Group, thread: Thread, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(6):
        guest.get("/")
    with django_assert_num_queries(1):  # it is cached, and one statement validates its version
        guest.get("/")

    Group.objects.bulk_create(Group(slug=f"group-{n}", name=f"Group {n}") for n in range(50))
    bump_site()
    with django_assert_num_queries(6):
        guest.get("/")


def test_an_empty_community_says_so(guest: Client, db: None) -> None:
    page = guest.get("/").text

    assert "There are no groups yet" in page
    assert "No discussions yet" in page


def test_another_way_in_is_not_found_and_the_page_says_so_kindly(guest: Client, db: None) -> None:
    answer = guest.get("/begin/somewhere-else/")

    assert answer.status_code == 404
    assert "Page not found" in answer.text


def test_each_guideline_has_an_anchor_for_notices_to_link_to(guest: Client, db: None) -> None:
    page = guest.get("/guidelines/").text

    for anchor in ("kind", "experience", "names", "no-miracles", "no-selling"):
        assert f'id="{anchor}"' in page


def test_the_privacy_page_names_the_cookies_and_what_the_browser_stores(guest: Client, db: None) -> None:
    page = guest.get("/privacy/").text

    cookies = page.split('id="cookies"')[1].split("<h2")[0]
    assert f"“{settings.DISPLAY_COOKIE_NAME}”" in cookies
    assert f"“{settings.LANGUAGE_COOKIE_NAME}”" in cookies
    assert "“writer”" in cookies
    assert 'href="/display/"' in cookies
    assert "offline" in page.split('id="offline"')[1].split("<h2")[0]
