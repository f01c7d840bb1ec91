"""A search that finds nothing offers what is nearest, what others talk about, and to ask."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from community.education.models import Topic
from community.education.operations import load_content
from community.forum.models import Audience, Group, Thread
from community.home.next_steps import FEW
from community.members.models import Member
from community.search.models import Synonyms
from tests.acts import PASSWORD, reply, start
from tests.education.reading import CONTENT, text_of
from tests.forum.statements import assert_statements

SIGN_IN = Callable[[Member], Client]
GUEST, MEMBER = 7, 10


def part(client: Client, heading: str, **query: str) -> list[str]:
    """Return the texts of the links under a heading of the search page."""
    markup = client.get("/search/", query).text
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}">(.*?)</section>', markup, re.DOTALL)
    return [" ".join(text.split()) for text in re.findall(r"<a\s[^>]*>(.*?)</a>", found[1], re.DOTALL)] if found else []


def test_nothing_found_says_what_to_try_next(guest: Client, thread: Thread) -> None:
    response = guest.get("/search/?q=<nothing>")

    text = text_of(response)
    assert "Nothing found for “<nothing>”." in text
    assert "Try other words" in text
    assert "Its title will be “<nothing>”, and you can change it. You sign in or join first." in text
    assert f'href="{reverse("start", args=[thread.group.slug])}?title=%3Cnothing%3E"' in response.text


def test_it_offers_the_nearest_topics_by_spelling_and_by_meaning(guest: Client, thread: Thread) -> None:
    Topic.objects.all().delete()
    Synonyms.objects.create(words="cloudhead, muddle")
    for number, name in enumerate(["Lymphoedema", "Sleep", "Muddle", *(f"Other {n}" for n in range(FEW))]):
        Topic.objects.create(slug=f"t{number}", name=name)

    assert part(guest, "topics", q="lymfodema") == ["Lymphoedema"]
    assert part(guest, "topics", q="cloudhead") == ["Muddle"]
    assert len(part(guest, "topics", q="xylophone")) == FEW


def test_it_offers_the_nearest_articles(guest: Client, thread: Thread) -> None:
    load_content(CONTENT)

    assert "Diagnosis" in part(guest, "articles", q="diaggnossisses")[0]
    assert part(guest, "articles", q="xylophone")


def test_it_offers_what_was_active_last_as_far_as_the_viewer_may_read(
    guest: Client, as_member: SIGN_IN, group: Group, maria: Member, joan: Member
) -> None:
    old = start(group, maria, "Coffee").thread
    start(group, maria, "Tea")
    start(group, maria, "Only among us", audience=Audience.MEMBERS)
    reply(old, joan)

    assert part(guest, "active", q="xylophone") == ["Coffee", "Tea"]
    assert part(as_member(joan), "active", q="xylophone") == ["Coffee", "Only among us", "Tea"]


def test_a_search_narrowed_to_nothing_offers_what_it_finds_otherwise(guest: Client, thread: Thread) -> None:
    assert part(guest, "everything", q="eleven", author="nobody") == [thread.title]
    assert "Search everything instead" in text_of(guest.get("/search/?q=eleven&author=nobody"))
    assert part(guest, "active", q="eleven", author="nobody") == []
    assert part(guest, "active", q="xylophone", author="nobody") == [thread.title]


@pytest.mark.parametrize(
    "typed",
    [
        "a",
        "é",
        "7",
        "???",
        "...—!",
        '""',
        '"',
        "«»",
        "what is it",
        "¿qué es?",
        "🌸🌸",
        "👩‍👩‍👧",
        "ש",
        "סרטן השד",
        "سرطان الثدي",
        "‮evil",
        "a" * 100,
        "\u0301" * 50,
        "乳がん",
        "' OR 1=1 --",
        "NEAR(a b)",
        "\ud83c".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "%00%ff",
        "x\u200by",
        "1/2 \\ :* & | !",
    ],
)
def test_odd_searches_are_answered(guest: Client, as_member: SIGN_IN, thread: Thread, joan: Member, typed: str) -> None:
    load_content(CONTENT)

    for client in (guest, as_member(joan)):
        for more in ({}, {"only": "discussions"}, {"author": "Maria"}):
            response = client.get("/search/", {"q": typed} | more)
            assert response.status_code == 200
            assert 'id="found"' in response.text


@pytest.mark.parametrize("typed", ["x" * 101, "eleven " * 72, "🌸" * 500])
def test_a_very_long_search_comes_back_with_what_to_do(guest: Client, thread: Thread, typed: str) -> None:
    response = guest.get("/search/", {"q": typed})

    assert response.status_code == 422
    assert "Use fewer words." in response.text


def test_a_guest_who_asks_signs_in_and_comes_back_with_the_title(guest: Client, thread: Thread, maria: Member) -> None:
    page = guest.get("/search/", {"q": "Xylophone & “chemo”?"}).text
    address = re.search(r'href="(/groups/[^"]+/new/\?title=[^"]+)"', page)
    assert address

    response = guest.get(address[1], follow=True)
    where = response.redirect_chain[-1][0]
    assert urlsplit(where).path == reverse("account_login")
    came_from = parse_qs(urlsplit(where).query)["next"][0]
    joining = re.search(r'href="(/accounts/signup/\?next=[^"]+)"', response.text)
    assert joining and parse_qs(urlsplit(joining[1]).query)["next"] == [came_from]

    sent = {"login": maria.username, "password": PASSWORD, "next": came_from}
    response = guest.post(reverse("account_login"), sent, follow=True)

    assert response.status_code == 200
    assert 'value="Xylophone &amp; “chemo”?"' in response.text


@pytest.mark.parametrize("discussions", [1, 30])
def test_it_costs_the_same_for_one_discussion_and_for_many(
    guest: Client, as_member: SIGN_IN, group: Group, maria: Member, joan: Member, discussions: int
) -> None:
    for number in range(discussions):
        start(group, maria, f"Sleepless night {number}", topics=Topic.objects.all()[:1])
    client = as_member(joan)

    guest.get("/search/?q=xylophone")
    assert_statements(GUEST, lambda: guest.get("/search/?q=xylophone"))
    assert_statements(MEMBER, lambda: client.get("/search/?q=xylophone"))
