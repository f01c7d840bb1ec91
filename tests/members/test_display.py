"""Display preferences: stored in a guest's browser, and with a member's account."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from community.forum.models import Group, Thread
from community.members.display import KNOWN
from community.members.forms import DisplayForm
from community.members.models import Member
from tests.acts import PASSWORD, start
from tests.markup import inline_in

pytestmark = pytest.mark.django_db

CHOSEN = {"theme": "dark", "contrast": "more", "text": "3", "spacing": "roomy", "language": "es"}
TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"


def display_of(client: Client, path: str = "/help/") -> dict[str, str]:
    """Return the display attributes of <html>."""
    head = re.search(r"<html[^>]*>", client.get(path).text)
    assert head
    return dict(re.findall(r'data-(\w+)="([^"]*)"', head[0]))


def only(**chosen: str) -> dict[str, str]:
    """Build the whole form, as a browser sends it, with these choices."""
    return dict.fromkeys(CHOSEN, "") | chosen


def test_without_a_choice_the_page_follows_device_and_browser(guest: Client) -> None:
    page = guest.get("/help/").text

    assert display_of(guest) == {}
    assert '<meta name="color-scheme" content="light dark">' in page
    assert 'media="(prefers-contrast: more)"' in page


def test_a_guests_choice_lasts_and_is_two_cookies_that_nobody_else_reads(guest: Client) -> None:
    answer = guest.post("/display/", CHOSEN)

    assert answer["Location"] == "/display/?saved=1"
    assert set(answer.cookies) == {"display", "language"}
    for cookie in answer.cookies.values():
        assert (cookie["max-age"], cookie["samesite"], cookie["path"]) == (31_536_000, "Lax", "/")
        assert cookie["httponly"]
        assert not cookie["domain"]
    assert display_of(guest) == {"theme": "dark", "contrast": "more", "text": "3", "spacing": "roomy"}
    assert '<html lang="es"' in guest.get("/help/").text
    assert not guest.get("/help/").cookies


def test_over_https_the_cookies_travel_over_https_only(guest: Client, settings: Any) -> None:
    settings.LANGUAGE_COOKIE_SECURE = True

    assert all(cookie["secure"] for cookie in guest.post("/display/", CHOSEN).cookies.values())


@pytest.mark.parametrize(("chosen", "cookie"), [({"text": "2"}, "display"), ({"language": "es"}, "language")])
def test_only_chosen_values_are_stored(guest: Client, chosen: dict[str, str], cookie: str) -> None:
    assert set(guest.post("/display/", only(**chosen)).cookies) == {cookie}


def test_choosing_nothing_sets_nothing(guest: Client) -> None:
    assert not guest.post("/display/", only()).cookies


def test_the_page_of_choices_sets_nothing_and_needs_no_token(guest: Client) -> None:
    answer = guest.get("/display/")

    assert not answer.cookies
    assert "csrf" not in answer.text
    assert inline_in(answer.text) == []


def test_a_form_works_where_djangos_own_check_is_on() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/display/", CHOSEN).status_code == 302
    assert display_of(strict)["theme"] == "dark"


@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
@pytest.mark.parametrize("path", ["/display/", "/display/language/"])
def test_another_site_cannot_choose_for_a_member(
    guest: Client, as_member: Callable[[Member], Client], maria: Member, path: str, headers: dict[str, str]
) -> None:
    for client in (guest, as_member(maria)):
        answer = client.post(path, CHOSEN, headers=headers)

        assert answer.status_code == 403
        assert not {"display", "language"} & set(answer.cookies)
    maria.refresh_from_db()
    assert (maria.theme, maria.language) == ("", "")


@pytest.mark.parametrize(
    "cookie",
    ["theme-pink", "text-9.contrast-less", "theme-", "-dark", "...", 'theme-dark"><script>', "colour-dark", "9" * 4000],
)
def test_what_is_unknown_in_a_cookie_is_ignored(guest: Client, cookie: str) -> None:
    guest.cookies = SimpleCookie({"display": cookie})

    assert display_of(guest) == {}


def test_what_is_known_in_a_cookie_stays_beside_what_is_not(guest: Client) -> None:
    guest.cookies["display"] = "theme-pink.text-4.sound-loud"

    assert display_of(guest) == {"text": "4"}


def test_an_unknown_choice_is_named_and_nothing_is_stored(guest: Client) -> None:
    answer = guest.post("/display/", CHOSEN | {"theme": "pink"})

    assert answer.status_code == 422
    assert 'href="#id_theme' in answer.text
    assert not answer.cookies


@pytest.mark.parametrize(
    ("sent", "led"),
    [
        ("/groups/breast-cancer/?page=2", "/groups/breast-cancer/?page=2"),
        ("https://elsewhere.example/", "/display/?saved=1"),
        ("//elsewhere.example/", "/display/?saved=1"),
        ("/\\elsewhere.example/", "/display/?saved=1"),
        ("javascript:alert(1)", "/display/?saved=1"),
        ("", "/display/?saved=1"),
    ],
)
def test_the_form_redirects_to_the_page_before_it_and_never_to_another_site(guest: Client, sent: str, led: str) -> None:
    assert guest.post("/display/", CHOSEN | {"next": sent})["Location"] == led
    if led != sent:
        assert "elsewhere" not in guest.get("/display/", {"next": sent}).text.partition("<footer")[0]


def test_the_link_to_the_choices_returns_to_the_current_page(guest: Client) -> None:
    page = guest.get("/help/?a=1&b=2").text

    assert 'href="/display/?next=/help/%3Fa%3D1%26b%3D2"' in page


def test_back_to_how_it_was_takes_the_cookies_away(guest: Client) -> None:
    guest.post("/display/", CHOSEN)
    assert display_of(guest)

    answer = guest.post("/display/", CHOSEN | {"reset": "1"})

    assert all(answer.cookies[name].value == "" for name in ("display", "language"))
    assert display_of(guest) == {}
    assert '<html lang="en"' in guest.get("/help/").text


def test_a_members_choice_follows_them_to_another_browser_and_is_nobody_elses(
    as_member: Callable[[Member], Client], maria: Member, ines: Member
) -> None:
    as_member(maria).post("/display/", CHOSEN)

    assert display_of(as_member(maria)) == {"theme": "dark", "contrast": "more", "text": "3", "spacing": "roomy"}
    assert '<html lang="es"' in as_member(maria).get("/help/").text
    assert display_of(as_member(ines)) == {}


def test_a_members_choice_takes_precedence_over_the_cookies_of_a_shared_browser(
    as_member: Callable[[Member], Client], maria: Member
) -> None:
    client = as_member(maria)
    client.post("/display/", only(text="2"))
    client.cookies["display"] = "theme-dark.text-4"

    assert display_of(client) == {"text": "2"}


def test_a_member_resets_their_choice_everywhere(as_member: Callable[[Member], Client], maria: Member) -> None:
    client = as_member(maria)
    client.post("/display/", CHOSEN)

    client.post("/display/", {"reset": "1"})

    assert display_of(client) == display_of(as_member(maria)) == {}
    maria.refresh_from_db()
    assert maria.language == ""


def test_a_reset_choice_stays_reset_in_a_members_other_browser(
    as_member: Callable[[Member], Client], maria: Member
) -> None:
    phone, review = as_member(maria), as_member(maria)
    phone.post("/display/", {"theme": "dark", "contrast": "", "text": "", "spacing": "", "language": ""})
    review.post("/display/", {"reset": "1"})

    assert "data-theme" not in phone.get("/help/").text


def test_a_guests_choice_is_stored_for_the_member_at_sign_in(guest: Client, maria: Member) -> None:
    guest.post("/display/", {"theme": "", "contrast": "", "text": "3", "spacing": "", "language": ""})

    guest.post("/accounts/login/", {"login": "Maria", "password": PASSWORD})

    assert 'data-text="3"' in guest.get("/help/").text
    maria.refresh_from_db()
    assert maria.text_size == "3"


def test_a_guests_choice_is_stored_for_the_member_at_sign_up(
    guest: Client, as_member: Callable[[Member], Client]
) -> None:
    guest.post("/display/", CHOSEN)

    guest.post(
        "/accounts/signup/",
        {"username": "Heron", "email": "heron@example.org", "password1": "seven slow rivers"},
    )

    heron = Member.objects.get(username="Heron")
    assert display_of(as_member(heron)) == {"theme": "dark", "contrast": "more", "text": "3", "spacing": "roomy"}
    assert heron.language == "es"


def test_the_form_shows_what_is_chosen_now(guest: Client, as_member: Callable[[Member], Client], maria: Member) -> None:
    for client in (guest, as_member(maria)):
        client.post("/display/", CHOSEN)

        page = client.get("/display/").text

        for name, value in CHOSEN.items():
            assert re.search(rf'<input[^>]*name="{name}" value="{value}"[^>]*checked', page), name


def test_the_form_offers_what_the_pages_know_and_nothing_else() -> None:
    fields = DisplayForm().fields

    for name, known in KNOWN.items():
        assert tuple(value for value, _label in fields[name].choices) == ("", *known)


def test_the_button_for_the_other_language_preserves_the_page_and_everything_else(guest: Client) -> None:
    guest.post("/display/", only(text="4"))
    page = guest.get("/help/").text
    assert re.search(r'<button[^>]*name="language" value="es" lang="es">\s*Español\s*</button>', page)

    answer = guest.post("/display/language/", {"language": "es", "next": "/help/"})

    assert answer["Location"] == "/help/"
    assert display_of(guest) == {"text": "4"}
    page = guest.get("/help/").text
    assert '<html lang="es"' in page
    assert re.search(r'<button[^>]*name="language" value="en" lang="en">English</button>', page)


@pytest.mark.parametrize(
    ("asked", "stored"),
    [("es,en-GB;q=0.8", "en-gb"), ("es,en-NZ;q=0.8", "en-gb"), ("es,en-US;q=0.8", "en"), ("es", "en")],
)
def test_back_to_english_is_the_english_that_the_browser_asks_for(guest: Client, asked: str, stored: str) -> None:
    guest.post("/display/language/", {"language": "en", "next": "/help/"}, headers={"accept-language": asked})

    page = guest.get("/help/", headers={"accept-language": asked}).text
    assert f'<html lang="{stored}"' in page
    assert re.findall(r'name="language" value="([^"]+)"', page) == ["es"]


def test_a_member_chooses_british_dates(as_member: Callable[[Member], Client], maria: Member, group: Group) -> None:
    thread = start(group, maria, "Awake again").thread
    Thread.objects.filter(pk=thread.pk).update(created_at=datetime(2025, 7, 19, 18, tzinfo=UTC))
    client = as_member(maria)
    assert "Jul 19, 2025" in client.get(group.get_absolute_url()).text

    client.post("/display/", only(language="en-gb"))

    page = client.get(group.get_absolute_url()).text
    assert "19 Jul 2025" in page
    assert 'lang="en"' not in page.split("<main")[1]


def test_the_button_for_the_other_language_is_a_members_choice_too(
    as_member: Callable[[Member], Client], maria: Member
) -> None:
    as_member(maria).post("/display/", only(text="4"))

    as_member(maria).post("/display/language/", {"language": "es", "next": "/help/"})

    assert display_of(as_member(maria)) == {"text": "4"}
    assert '<html lang="es"' in as_member(maria).get("/help/").text


@pytest.mark.parametrize("language", ["tlh", "", "en; Path=/"])
def test_an_unknown_language_changes_nothing(guest: Client, language: str) -> None:
    answer = guest.post("/display/language/", {"language": language, "next": "/help/"})

    assert answer["Location"] == "/help/"
    assert not answer.cookies


def test_a_chosen_theme_is_sent_to_the_browser_too(guest: Client) -> None:
    guest.post("/display/", only(theme="dark", contrast="more"))
    page = guest.get("/help/").text

    assert '<meta name="color-scheme" content="dark">' in page
    assert page.count('<meta name="theme-color"') == 1
    assert "prefers-contrast" not in page


def test_the_browsers_own_bar_has_the_colour_of_the_pages_head(guest: Client) -> None:
    light, dark = re.findall(r'<meta name="theme-color" content="(#\w+)"', guest.get("/help/").text)

    assert f"--surface: light-dark({light}, {dark})" in TOKENS.read_text()


def test_a_choice_costs_a_guest_no_statement(guest: Client, django_assert_num_queries: Callable[..., Any]) -> None:
    guest.post("/display/", CHOSEN)

    with django_assert_num_queries(0):
        guest.get("/display/")
    with django_assert_num_queries(0):
        guest.post("/display/", CHOSEN)
