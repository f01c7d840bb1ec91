"""The base page: its links for each viewer, and markup that a strict CSP allows."""

import re
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client

from community.forum.models import Thread
from community.members.models import Member
from tests.markup import inline_in


def test_a_member_finds_the_bell_the_account_menu_and_the_sign_out_button(
    as_member: Callable[[Member], Client], maria: Member
) -> None:
    page = as_member(maria).get("/help/").text

    assert "data-bell" in page
    assert "/members/Maria/" in page
    assert 'action="/accounts/logout/"' in page
    assert "/moderation/" not in page


def test_a_moderator_finds_the_queue(as_member: Callable[[Member], Client], ruth: Member) -> None:
    assert 'href="/moderation/' in as_member(ruth).get("/help/").text


def test_the_page_marks_where_the_reader_is(guest: Client, thread: Thread) -> None:
    page = guest.get(thread.get_absolute_url()).text

    assert '#groups" aria-current="true"' in page


@pytest.mark.parametrize("path", ["/discussions/following/", "/discussions/mine/", "/posts/mine/replies/"])
def test_each_of_the_members_lists_of_discussions_and_replies_belongs_to_the_groups(
    path: str, as_member: Callable[[Member], Client], maria: Member
) -> None:
    assert '#groups" aria-current="true"' in as_member(maria).get(path).text


def test_the_search_for_inline_markup_finds_it() -> None:
    page = '<p style="color: red">a</p><script>b()</script><button onclick="c()">c</button><script src="d.js"></script>'

    assert len(inline_in(page)) == 3


def test_the_base_page_contains_nothing_inline(
    guest: Client, as_member: Callable[[Member], Client], maria: Member, thread: Thread
) -> None:
    for client in (guest, as_member(maria)):
        for path in ("/", "/privacy/", "/members/Maria/", thread.get_absolute_url()):
            assert inline_in(client.get(path).text) == []


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "429.html", "500.html"])
def test_error_pages_need_neither_request_nor_database(name: str) -> None:
    page = render_to_string(name)

    assert "<h1>" in page
    assert inline_in(page) == []


def main_ways(page: str) -> list[str]:
    """Return the addresses in the main navigation, in order."""
    return re.findall(r'href="([^"]+)"', page.partition('<nav class="bar"')[2].partition("</nav>")[0])


def test_help_is_the_last_of_the_main_ways_for_everybody_on_every_page(
    guest: Client, as_member: Callable[[Member], Client], maria: Member, ruth: Member, thread: Thread
) -> None:
    for client in (guest, as_member(maria), as_member(ruth)):
        for path in ("/", "/learn/", "/contact/", "/display/", thread.get_absolute_url(), "/nothing-is-here/"):
            assert main_ways(client.get(path).text)[-1] == "/help/", path


def test_a_phones_bar_has_five_links_and_what_a_moderators_leaves_out_is_in_the_menu(
    guest: Client, as_member: Callable[[Member], Client], maria: Member, ruth: Member
) -> None:
    assert len(main_ways(guest.get("/help/").text)) == 4
    assert len(main_ways(as_member(maria).get("/help/").text)) == 5

    page = as_member(ruth).get("/help/").text
    assert len(main_ways(page)) == 6  # css/parts/header.css shows five of them on a phone
    assert '<li class="to-learn"><a href="/learn/">Learn</a></li>' in page


def test_the_search_in_the_head_has_a_name_and_finds(guest: Client, thread: Thread) -> None:
    page = guest.get("/help/").text

    assert '<form class="find" action="/search/">' in page
    assert re.search(
        r'<label class="visually-hidden" for="find">[^<]+</label>\s*<input type="search" id="find" name="q"', page
    )
    assert thread.title in guest.get("/search/", {"q": "eleven"}).text


def test_a_members_menu_is_short(as_member: Callable[[Member], Client], maria: Member) -> None:
    menu = as_member(maria).get("/help/").text.partition('<details class="menu"')[2].partition("</details>")[0]

    ways = [
        "/members/Maria/",
        "/discussions/following/",
        "/discussions/mine/",
        "/posts/mine/replies/",
        "/saved/",
        "/settings/",
        "/settings/muted-topics/",
        "/posts/mine/",
        "/display/?next=/help/",
    ]
    assert re.findall(r'href="([^"]+)"', menu) == ways
    assert 'action="/accounts/logout/"' in menu


@pytest.mark.parametrize("path", ["/", "/help/", "/display/", "/members/Maria/", "/settings/", "/settings/about/"])
def test_a_page_has_one_title_one_main_part_and_a_way_straight_to_it(
    as_member: Callable[[Member], Client], maria: Member, path: str
) -> None:
    page = as_member(maria).get(path).text

    assert len(re.findall("<h1[ >]", page)) == 1
    assert len(re.findall("<main ", page)) == 1
    assert re.search(r'<body[^>]*>\s*<a class="skip" href="#main">', page)
    assert '<main id="main"' in page
    assert '<div id="notices" aria-live="polite">' in page


def test_a_way_back_that_only_takes_forms_is_not_offered(as_member: Callable[[Member], Client], maria: Member) -> None:
    page = as_member(maria).post("/settings/about/", {"about": "a" * 301, "hue": "1"}).text

    assert '<input type="hidden" name="next" value="">' in page
    assert 'href="/display/" rel="nofollow"' in page


def test_the_steps_above_a_page_are_a_list_with_a_name() -> None:
    drawn = render_to_string(
        "includes/breadcrumbs.html",
        {"first": "Learn", "first_url": "/learn/", "name": "A <b>", "url": "/a/", "here": "Tests", "words": "en"},
    )

    assert '<nav class="crumbs" aria-label="You are here">' in drawn
    assert '<li><a href="/learn/" dir="auto">Learn</a></li>' in drawn
    assert '<li><a href="/a/" lang="en" dir="auto">A &lt;b&gt;</a></li>' in drawn
    assert '<li aria-current="page" dir="auto">Tests</li>' in drawn
