"""A member's settings on one page, their profile text, and their avatar."""

import re
from collections.abc import Callable

import pytest
from django.template import Context, Template
from django.test import Client

from community.forum.models import Thread
from community.members.models import HUES, Member
from tests.acts import make_member

pytestmark = pytest.mark.django_db


def test_everything_a_member_can_set_is_on_one_page_and_each_way_leads_somewhere(
    as_member: Callable[[Member], Client], maria: Member
) -> None:
    client = as_member(maria)
    page = client.get("/settings/").text
    ways = re.findall(r'href="([^"]+)"', page.partition("<main")[2].partition("</main>")[0])

    assert set(ways) >= {
        "/members/Maria/",
        "/settings/about/",
        "/posts/mine/",
        "/display/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    }
    for way in ways:
        assert client.get(way, follow=True).status_code == 200, way


def test_a_guest_is_asked_to_sign_in_for_settings(guest: Client) -> None:
    for path in ("/settings/", "/settings/about/"):
        assert guest.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_a_member_writes_about_themselves_and_chooses_a_colour(
    as_member: Callable[[Member], Client], guest: Client, maria: Member
) -> None:
    answer = as_member(maria).post(
        "/settings/about/", {"about": "Two children.\r\nI walk <b>early</b>.", "hue": "7"}, follow=True
    )

    assert answer.redirect_chain == [("/members/Maria/", 302)]
    assert "Saved." in answer.text
    page = guest.get("/members/Maria/").text
    assert "<p>Two children.<br>I walk &lt;b&gt;early&lt;/b&gt;.</p>" in page
    assert 'class="avatar hue-7"' in page


def test_three_hundred_letters_fit_on_any_number_of_lines(as_member: Callable[[Member], Client], maria: Member) -> None:
    client = as_member(maria)

    assert client.post("/settings/about/", {"about": "a\r\n" * 149 + "ab", "hue": "1"}).status_code == 302
    answer = client.post("/settings/about/", {"about": "a" * 301, "hue": "1"})

    assert answer.status_code == 422
    assert "Shorten it to 300 characters" in answer.text
    assert "a" * 301 in answer.text


@pytest.mark.parametrize("hue", ["0", "13", "red", ""])
def test_an_unknown_colour_is_not_stored(as_member: Callable[[Member], Client], maria: Member, hue: str) -> None:
    before = maria.hue

    assert as_member(maria).post("/settings/about/", {"about": "", "hue": hue}).status_code == 422

    maria.refresh_from_db()
    assert maria.hue == before


def test_every_colour_has_a_name_and_shows_the_members_initials(as_member: Callable[[Member], Client]) -> None:
    page = as_member(make_member("Mo_runs")).get("/settings/about/").text

    chosen = re.findall(r'class="avatar small hue-(\d+)" aria-hidden="true">MR</span><span>(\w+)</span>', page)
    assert [int(hue) for hue, _word in chosen] == list(range(1, HUES + 1))
    assert len({word for _hue, word in chosen}) == HUES


def test_words_typed_after_the_sign_in_ran_out_are_there_again(
    as_member: Callable[[Member], Client], maria: Member
) -> None:
    client = Client()
    client.post("/settings/about/", {"about": "I write slowly.", "hue": "3"})
    client.post("/accounts/login/", {"login": "Maria", "password": "a long calm evening"})

    assert "I write slowly." in client.get("/settings/about/").text
    maria.refresh_from_db()
    assert maria.about == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maria", "M"), ("Mo_runs", "MR"), ("anna-lena_k", "AL"), ("7rivers", "7"), ("a__b", "AB"), ("Bea-", "B")],
)
def test_a_picture_has_one_or_two_letters_of_the_name(name: str, letters: str) -> None:
    person = Member(username=name, hue=4)

    drawn = Template("{% load avatars %}{% avatar person small=True %}").render(Context({"person": person}))

    assert drawn == f'<span class="avatar small hue-4" aria-hidden="true">{letters}</span>'


def test_somebody_who_is_gone_still_has_a_picture() -> None:
    drawn = Template("{% load avatars %}{% avatar person %}").render(Context({"person": None}))

    assert drawn == '<span class="avatar" aria-hidden="true">?</span>'


def test_a_members_own_empty_page_invites_and_asks_for_nothing(
    as_member: Callable[[Member], Client], guest: Client, maria: Member
) -> None:
    own_page = as_member(maria).get("/members/Maria/").text
    assert "You haven’t written about yourself" in own_page
    assert "It’s fine just to read" in own_page
    assert 'href="/settings/about/"' in own_page

    others = guest.get("/members/Maria/").text
    assert "Maria hasn’t written anything here that everyone can read" in others
    assert "/settings/about/" not in others


def test_a_members_page_shows_their_latest_posts(guest: Client, thread: Thread) -> None:
    page = guest.get("/members/Maria/").text

    assert thread.title in page
    assert "hasn’t written" not in page
