"""Suggestions of similar discussions while a title is typed."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from community.forum.models import Audience, Group, Membership, Thread
from community.forum.selectors import similar
from community.members.models import Member
from tests.acts import reply, start
from tests.education.reading import text_of
from tests.forum.statements import assert_statements

SIGN_IN = Callable[[Member], Client]
STATEMENTS = 5  # session, member, group, the version of the synonyms, discussions


def shown(client: Client, title: str, group: str = "breast-cancer") -> list[str]:
    """Return the titles that are shown, in order."""
    markup = client.get(f"/groups/{group}/similar/", {"title": title}).text
    return re.findall(r"<li><a href=[^>]+>(.*?)</a>", markup)


def test_a_member_sees_those_first_that_share_the_most_words(group: Group, maria: Member, as_member: SIGN_IN) -> None:
    for title in ("Hair after chemo", "Night sweats on letrozole", "Sleep on letrozole", "Letrozole and night sweats"):
        start(group, maria, title)

    assert shown(as_member(maria), "Night sweats with letrozole") == [
        "Letrozole and night sweats",
        "Night sweats on letrozole",
        "Sleep on letrozole",
    ]


def test_one_word_in_common_of_many_is_not_alike(group: Group, maria: Member, as_member: SIGN_IN) -> None:
    start(group, maria, "Swimming with a port")
    client = as_member(maria)

    assert shown(client, "Swimming") == ["Swimming with a port"]
    assert shown(client, "Swimming lessons during radiation for children") == []


def test_a_word_in_the_plural_finds_one_in_the_singular(group: Group, maria: Member, as_member: SIGN_IN) -> None:
    start(group, maria, "Waiting for a scan")

    assert shown(as_member(maria), "SCANS?") == ["Waiting for a scan"]


@pytest.mark.parametrize("title", ["", "to be or", "what about this breast cancer", "¿Qué es?", "\0", "100%_"])
def test_stop_words_find_nothing(group: Group, maria: Member, as_member: SIGN_IN, title: str) -> None:
    start(group, maria, "What about this breast cancer, to be or 100%_")

    assert shown(as_member(maria), title) == []


def test_at_most_five_are_shown_those_active_last(group: Group, maria: Member, as_member: SIGN_IN) -> None:
    threads = [start(group, maria, f"Sleep, night {number}").thread for number in range(7)]
    reply(threads[0], maria)

    found = shown(as_member(maria), "Sleep")

    assert found == [f"Sleep, night {number}" for number in (0, 6, 5, 4, 3)]


def test_nobody_is_shown_what_they_may_not_see(
    group: Group, maria: Member, ines: Member, joan: Member, as_member: SIGN_IN
) -> None:
    circle = Group.objects.create(slug="circle", name="Circle", audience=Audience.PRIVATE)
    Membership.objects.create(group=circle, member=ines)
    start(group, maria, "Awake, for everyone")
    start(group, maria, "Awake, for members", audience=Audience.MEMBERS)
    start(circle, ines, "Awake, for us", audience=Audience.PRIVATE)
    held = start(group, maria, "Awake, held").thread
    Thread.objects.filter(pk=held.pk).update(published=False)

    assert shown(as_member(joan), "Awake") == ["Awake, for members", "Awake, for everyone"]
    assert shown(as_member(ines), "Awake") == ["Awake, for us", "Awake, for members", "Awake, for everyone"]
    assert as_member(joan).get("/groups/circle/similar/?title=Awake").status_code == 404
    assert Client().get("/groups/breast-cancer/similar/?title=Awake").status_code == 302


def test_what_was_quiet_for_very_long_is_left_out(
    group: Group, maria: Member, as_member: SIGN_IN, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        start(group, maria, f"Tired on day {number}")

    monkeypatch.setattr(similar, "AMONG", 2)

    assert shown(as_member(maria), "tired") == ["Tired on day 2", "Tired on day 1"]


def test_without_script_the_form_that_comes_back_shows_them(group: Group, maria: Member, as_member: SIGN_IN) -> None:
    thread = start(group, maria, "Sleep after treatment").thread
    client = as_member(maria)
    new = {"title": "Does sleep come back", "body": "", "audience": "public", "token": uuid4()}

    assert "Similar discussions" not in text_of(client.get(f"/groups/{group.slug}/new/"))
    answer = client.post(f"/groups/{group.slug}/new/", new)

    assert answer.status_code == 422
    assert "Similar discussions: Sleep after treatment" in text_of(answer)
    assert f'href="{thread.get_absolute_url()}"' in answer.text


@pytest.mark.parametrize("discussions", [1, 50])
def test_it_costs_the_same_for_one_discussion_and_for_many(
    group: Group, maria: Member, joan: Member, as_member: SIGN_IN, discussions: int
) -> None:
    for number in range(discussions):
        start(group, maria, f"Sleepless night {number}")
    client = as_member(joan)

    assert shown(client, "Sleepless nights again")
    assert_statements(STATEMENTS, lambda: client.get("/groups/breast-cancer/similar/?title=Sleepless+nights+again"))
