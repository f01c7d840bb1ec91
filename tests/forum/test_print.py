"""A discussion on paper: which part it is, and all of its posts at one address."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from community.content_warnings import Label
from community.forum import operations as forum
from community.forum.models import Audience, Group, Thread
from community.members.models import Member
from tests.acts import reply, start
from tests.education.reading import text_of

type SignIn = Callable[[Member], Client]


def printed(thread: Thread, part: object = 1) -> str:
    return f"{thread.get_absolute_url()}?print={part}"


@pytest.fixture
def long(long_thread: Callable[..., Thread]) -> Thread:
    """A discussion of 45 posts: three pages."""
    return long_thread(45)


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Posts 1 to 20 of 45"), ("?page=2", "Posts 21 to 40 of 45"), ("?page=3", "Posts 41 to 45")],
)
def test_paper_says_which_part_of_a_discussion_it_is_how_many_posts_there_are_and_where_it_is_from(
    guest: Client, as_member: SignIn, ines: Member, long: Thread, query: str, words: str
) -> None:
    for client in (guest, as_member(ines)):
        page = client.get(long.get_absolute_url() + query)

        line = re.search(r'<p class="quiet print-only">(.*?)</p>', page.text, re.DOTALL)
        assert line
        assert words in " ".join(line[1].split())
        assert f"http://testserver{long.get_absolute_url()}{query}" in line[1]
        assert f'href="{printed(long)}"' in page.text


def test_all_posts_of_a_discussion_are_on_one_page_which_search_engines_leave_out(guest: Client, long: Thread) -> None:
    page = guest.get(printed(long))

    assert page.text.count('<article class="printed"') == 45
    assert "Posts 1 to 45 of 45 http://testserver" in text_of(page)
    assert page.text.partition("</title>")[2].count(long.title) == 1
    assert '<meta name="robots" content="noindex">' in page.text
    assert "print=2" not in page.text
    assert not page.cookies


def test_a_longer_discussion_comes_in_parts(guest: Client, long: Thread, settings: Settings) -> None:
    settings.POSTS_PER_PRINT = 20

    first, last = guest.get(printed(long)), guest.get(printed(long, 3))

    assert "Posts 1 to 20 of 45" in text_of(first)
    assert "This is part 1 of 3." in text_of(first)
    assert set(re.findall(r'href="\?print=(\d+)"', first.text)) == {"2"}
    assert "Posts 41 to 45 of 45" in text_of(last)
    assert last.text.count('<article class="printed"') == 5
    assert set(re.findall(r'href="\?print=(\d+)"', last.text)) == {"2"}


@pytest.mark.parametrize("part", ["0", "2", "", "all", "-1", "1.5", "9" * 30])
def test_a_part_that_does_not_exist_is_not_found(guest: Client, long: Thread, part: str) -> None:
    assert guest.get(printed(long, part)).status_code == 404


def test_only_those_who_may_read_a_discussion_may_print_it(
    guest: Client, as_member: SignIn, group: Group, maria: Member, ines: Member
) -> None:
    thread = start(group, maria, "For members", audience=Audience.MEMBERS).thread

    assert guest.get(printed(thread)).status_code == 404
    assert as_member(ines).get(printed(thread)).status_code == 200


def test_removed_and_muted_posts_are_a_line_each(
    guest: Client, as_member: SignIn, thread: Thread, ines: Member, joan: Member
) -> None:
    forum.remove_post(reply(thread, ines, "I take this back."), by_author=True)
    reply(thread, ines, "A hard word.", labels=Label.DEATH)
    forum.mute_labels(joan, Label.DEATH, until=None)

    for client, sees in ((guest, True), (as_member(joan), False), (as_member(ines), True)):
        page = text_of(client.get(printed(thread)))
        assert "I take this back." not in page
        assert "This post was removed." in page
        assert ("A hard word." in page) is sees
        assert ("Hidden post about" in page) is not sees


def test_a_muted_discussion_shows_its_warning_instead(
    as_member: SignIn, group: Group, maria: Member, joan: Member
) -> None:
    thread = start(group, maria, "How long is long", labels=int(Label.PROGNOSIS)).thread
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)

    assert "How long is long" not in as_member(joan).get(printed(thread)).text


def test_a_reply_is_on_the_next_print(guest: Client, thread: Thread, ines: Member) -> None:
    assert "Words of today" not in guest.get(printed(thread)).text

    reply(thread, ines, "Words of today")

    assert "Words of today" in guest.get(printed(thread)).text


def test_printing_costs_the_same_with_one_post_and_with_many(
    as_member: SignIn, thread: Thread, long: Thread, joan: Member, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_member(joan)
    for each in (thread, long):
        client.get(printed(each))
        with django_assert_num_queries(5):
            client.get(printed(each))
