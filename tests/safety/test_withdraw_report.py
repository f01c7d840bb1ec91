"""A member takes their report back while nobody has decided about it."""

from collections.abc import Callable

import pytest
from django.test import Client

from community.forum.models import Post, Thread
from community.members.models import Member
from community.safety import operations as safety
from community.safety.models import Case, Report
from tests.acts import reply
from tests.moderation.deciding import case_about, reported


@pytest.fixture
def post(thread: Thread, ines: Member) -> Post:
    """A reply of Ines."""
    return reply(thread, ines, "Buy my tea.")


def withdraw(client: Client, post: Post) -> str:
    """Press the button on the report's page, and return the next page."""
    assert "Take my report back" in client.get(f"/report/?source={post.key}").text
    return client.post(f"/report/withdraw/?source={post.key}", follow=True).text


def test_a_case_that_nobody_else_reported_is_closed_without_a_decision(
    post: Post, maria: Member, as_member: Callable[[Member], Client]
) -> None:
    reported(post, maria)

    assert "You’ve taken your report back." in withdraw(as_member(maria), post)

    case = Case.objects.get()
    assert (case.state, case.closed_by, Report.objects.count()) == ("rejected", None, 0)
    assert not maria.notifications.exists()


def test_the_reports_of_others_stay_and_the_case_is_as_urgent_as_they_are(
    post: Post, maria: Member, joan: Member, as_member: Callable[[Member], Client]
) -> None:
    reported(post, maria, "danger")
    reported(post, joan, "unkind")
    before = case_about(post)

    withdraw(as_member(maria), post)

    case = case_about(post)
    assert (before.urgency, case.urgency, case.version) == (3, 0, before.version + 1)
    assert Case.objects.for_reason("unkind").contains(case)
    assert not Case.objects.for_reason("danger").exists()
    assert list(case.reports.values_list("member__username", flat=True)) == ["Joan"]


def test_after_a_decision_it_stays(
    post: Post, maria: Member, ruth: Member, as_member: Callable[[Member], Client]
) -> None:
    reported(post, maria)
    safety.close_case(case_about(post), by=ruth, state=Case.State.REJECTED)
    client = as_member(maria)

    assert "Take my report back" not in client.get(f"/report/?source={post.key}").text
    shown = client.post(f"/report/withdraw/?source={post.key}", follow=True).text

    assert "A moderator has already decided about this." in shown
    assert Report.objects.exists()


def test_it_can_be_reported_again(post: Post, maria: Member, as_member: Callable[[Member], Client]) -> None:
    reported(post, maria)
    withdraw(as_member(maria), post)

    reported(post, maria, "selling")

    assert case_about(post).reports.get().reason == "selling"


def test_nobody_takes_back_what_another_reported(
    post: Post, maria: Member, joan: Member, as_member: Callable[[Member], Client]
) -> None:
    reported(post, maria)

    as_member(joan).post(f"/report/withdraw/?source={post.key}")

    assert Report.objects.get().member == maria
