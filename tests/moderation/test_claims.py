"""A moderator claims a case for a while, so that no two decide about the same one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from community.forum.models import Post, Thread
from community.members.models import Member
from community.safety import operations as safety
from community.safety.models import Case
from community.safety.operations import Stale
from community.safety.operations.claims import CLAIM
from tests.acts import reply
from tests.moderation.deciding import case_about, decide, reported

Signed = Callable[[Member], Client]


@pytest.fixture
def cases(thread: Thread, ines: Member, maria: Member) -> list[Case]:
    """Three reported posts, the oldest first."""
    posts = [reply(thread, ines, f"Reply {number}") for number in range(3)]
    for post in posts:
        reported(post, maria)
    return [case_about(post) for post in posts]


def url_of(case: Case) -> str:
    return f"/moderation/cases/{case.pk}/"


def test_two_moderators_get_two_cases(cases: list[Case], as_member: Signed, ruth: Member, ada: Member) -> None:
    first = as_member(ruth).post("/moderation/next/")
    second = as_member(ada).post("/moderation/next/")
    again = as_member(ruth).post("/moderation/next/")

    assert first["Location"] == again["Location"] == url_of(cases[0])
    assert second["Location"] == url_of(cases[1])


def test_the_other_reads_who_is_looking_and_has_no_form(
    cases: list[Case], as_member: Signed, ruth: Member, ada: Member
) -> None:
    as_member(ruth).post("/moderation/next/")

    page = as_member(ada).get(url_of(cases[0])).text

    assert "Ruth is looking at this case, until" in page
    assert "Your decision" not in page
    assert "Ruth is looking at it" in as_member(ada).get("/moderation/").text
    assert "You’re looking at this case, until" in as_member(ruth).get(url_of(cases[0])).text


def test_a_decision_about_a_case_that_another_moderator_has_is_refused_and_names_them(
    cases: list[Case], as_member: Signed, ruth: Member, ada: Member
) -> None:
    opened = as_member(ada)
    opened.get(url_of(cases[0]))
    as_member(ruth).post("/moderation/next/")

    answer = decide(opened, url_of(cases[0]), "remove_post", version=f"0.{cases[0].version}.1")

    assert answer.status_code == 409
    assert "Ruth is looking at this case now." in answer.content.decode()
    assert Case.objects.get(pk=cases[0].pk).is_open
    assert Post.objects.get(number=2).is_published


def test_a_claim_runs_out_and_the_case_is_next_again(
    cases: list[Case], as_member: Signed, ruth: Member, ada: Member
) -> None:
    as_member(ruth).post("/moderation/next/")

    with time_machine.travel(timezone.now() + CLAIM - timedelta(seconds=1), tick=False):
        assert safety.claim_next(Case.objects.all(), by=ada) == cases[1]
    with time_machine.travel(timezone.now() + CLAIM + timedelta(seconds=1), tick=False):
        assert safety.claim_next(Case.objects.all(), by=ada) == cases[0]


def test_a_case_is_taken_over_and_the_first_moderator_is_refused(cases: list[Case], ruth: Member, ada: Member) -> None:
    safety.claim_case(cases[0], by=ruth)
    with pytest.raises(Stale, match="Ruth is looking"):
        safety.claim_case(cases[0], by=ada)

    safety.claim_case(cases[0], by=ada, take_over=True)

    with pytest.raises(Stale, match="Ada is looking"):
        safety.close_case(cases[0], by=ruth, state=Case.State.REJECTED)
    safety.close_case(cases[0], by=ada, state=Case.State.REJECTED)
    assert Case.objects.get(pk=cases[0].pk).claimed_by is None


def test_a_released_case_is_next_for_the_others(
    cases: list[Case], as_member: Signed, ruth: Member, ada: Member
) -> None:
    client = as_member(ruth)
    client.post("/moderation/next/")

    client.post(f"{url_of(cases[0])}claim/", {"do": "release"})

    assert as_member(ada).post("/moderation/next/")["Location"] == url_of(cases[0])


def test_nobody_releases_the_claim_of_another(cases: list[Case], ruth: Member, ada: Member) -> None:
    safety.claim_case(cases[0], by=ruth)

    safety.release_case(cases[0], by=ada)

    assert Case.objects.get(pk=cases[0].pk).claimed_from(ada) == ruth


def test_a_closed_case_is_not_claimed(cases: list[Case], ruth: Member, ada: Member) -> None:
    safety.close_case(cases[0], by=ada, state=Case.State.REJECTED)

    with pytest.raises(Stale, match="has changed"):
        safety.claim_case(cases[0], by=ruth)


def test_a_moderator_is_given_no_case_about_themselves(
    thread: Thread, ruth: Member, ada: Member, maria: Member
) -> None:
    post = reply(thread, ruth, "Please be kind.")
    reported(post, maria)

    assert safety.claim_next(Case.objects.all(), by=ruth) is None
    assert safety.claim_next(Case.objects.all(), by=ada) == case_about(post)


def test_what_is_next_follows_the_filter(
    cases: list[Case], as_member: Signed, ruth: Member, thread: Thread, ines: Member
) -> None:
    other = reply(thread, ines, "Buy my tea.")
    reported(other, reason="selling")
    client = as_member(ruth)

    first = client.post("/moderation/next/?reason=selling")
    after = decide(client, first["Location"], "reject_report")

    assert first["Location"] == f"/moderation/cases/{Case.objects.get(source=other.key).pk}/?reason=selling"
    assert after["Location"] == "/moderation/?reason=selling"


@pytest.mark.parametrize("act", ["", "steal"])
def test_an_unknown_wish_is_no_page(cases: list[Case], as_member: Signed, ruth: Member, act: str) -> None:
    assert as_member(ruth).post(f"{url_of(cases[0])}claim/", {"do": act}).status_code == 404


def test_an_open_page_asks_what_happened_to_its_case(
    cases: list[Case], as_member: Signed, ruth: Member, ada: Member
) -> None:
    client, version = as_member(ada), f"0.{cases[0].version}.1"
    ask = f"/moderation/figures/?case={cases[0].pk}&version={version}"
    assert client.get(ask).json() == {"cases": 3, "note": ""}

    safety.claim_case(cases[0], by=ruth)
    assert client.get(ask).json() == {"cases": 3, "note": "Ruth is looking at this case now."}

    decide(as_member(ruth), url_of(cases[0]), "reject_report")
    figures = client.get(ask).json()
    assert figures["cases"] == 2
    assert "Ruth reviewed a report and left the post up on" in figures["note"]
