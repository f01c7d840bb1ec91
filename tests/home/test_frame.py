"""The frame of every page: what stands in it for whom, and that a strict CSP can hold it."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client

from community.forum.models import Thread
from community.members.models import Member
from tests.markup import inline_in


def test_a_member_finds_her_bell_her_account_and_the_way_out(
    as_member: Callable[[Member], Client], maria: Member
) -> None:
    page = as_member(maria).get("/help/").content.decode()

    assert "data-bell" in page
    assert "/members/Maria/" in page
    assert 'action="/accounts/logout/"' in page
    assert "/moderation/" not in page


def test_a_moderator_finds_the_queue(as_member: Callable[[Member], Client], ruth: Member) -> None:
    assert 'href="/moderation/' in as_member(ruth).get("/help/").content.decode()


def test_the_page_marks_where_the_reader_is(guest: Client, thread: Thread) -> None:
    page = guest.get(thread.get_absolute_url()).content.decode()

    assert '#groups" aria-current="true"' in page


def test_the_search_for_inline_markup_finds_it() -> None:
    page = '<p style="color: red">a</p><script>b()</script><button onclick="c()">c</button><script src="d.js"></script>'

    assert len(inline_in(page)) == 3


def test_the_frame_carries_nothing_inline(
    guest: Client, as_member: Callable[[Member], Client], maria: Member, thread: Thread
) -> None:
    for client in (guest, as_member(maria)):
        for path in ("/", "/privacy/", "/members/Maria/", thread.get_absolute_url()):
            assert inline_in(client.get(path).content.decode()) == []


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "429.html", "500.html"])
def test_error_pages_need_neither_request_nor_database(name: str) -> None:
    page = render_to_string(name)

    assert "<h1>" in page
    assert inline_in(page) == []


def test_a_form_whose_token_ran_out_gives_the_text_back() -> None:
    fields = [("title", "Awake"), ("body", "I cannot sleep <b>"), ("token", "abc")]

    page = render_to_string("403_csrf.html", {"fields": fields, "action": "/groups/nights/new/"})

    assert "I cannot sleep &lt;b&gt;" in page
    assert '<input type="hidden" name="token" value="abc">' in page
    assert 'action="/groups/nights/new/"' in page
