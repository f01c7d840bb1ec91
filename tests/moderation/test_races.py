"""Concurrent moderation: one case, one decision."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from community.core.exceptions import Conflict
from community.forum.models import Group, Post, State
from community.members.models import Member, Role
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry
from community.moderation.operations import Decision
from community.safety.models import Case, Report
from tests.acts import make_member, reply, start
from tests.moderation.deciding import WHY, case_about, reported
from tests.moderation.limits import limit_of, limited


def at_once(work: list[Callable[[], object]]) -> list[object]:
    """Run all functions at once, each with its own database connection; return results and exceptions."""

    def one(act: Callable[[], object]) -> object:
        try:
            return act()
        except Conflict as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


@pytest.fixture
def somebodys_post(transactional_db: None) -> Post:
    """A committed reply, visible to every connection."""
    group = Group.objects.create(slug="breast-cancer", name="Breast Cancer")
    return reply(start(group, make_member("Maria"), "It came back").thread, make_member("Ines"))


def test_twelve_reports_at_once_make_one_case(somebodys_post: Post) -> None:
    people = [make_member(f"Reader{n}") for n in range(6)]

    at_once([partial(reported, somebodys_post, person, "danger") for person in people + people])

    assert Case.objects.get().urgency == 3
    assert Report.objects.count() == 6


def test_of_six_moderators_at_once_one_decides(somebodys_post: Post) -> None:
    reported(somebodys_post)
    team = [make_member(f"Moderator{n}", Role.MODERATOR) for n in range(6)]

    def decide(by: Member) -> AuditEntry:
        case = seen[by.pk]
        if by.pk % 2:
            return moderation.reject_report(case, Decision(by=by, reason=WHY))
        return moderation.remove_post(somebodys_post, Decision(by=by, reason=WHY, case=case))

    seen = {by.pk: case_about(somebodys_post) for by in team}
    results = at_once([partial(decide, by) for by in team])

    entry = AuditEntry.objects.get()
    assert [result for result in results if isinstance(result, AuditEntry)] == [entry]
    assert Case.objects.get().closed_by == entry.actor
    somebodys_post.refresh_from_db()
    assert (somebodys_post.state == State.REMOVED) == (entry.act == "remove_post")


@pytest.mark.long
def test_of_six_moderators_at_once_one_limits_a_member(somebodys_post: Post) -> None:
    member = somebodys_post.author
    assert member
    team = [make_member(f"Moderator{n}", Role.MODERATOR) for n in range(6)]

    at_once([partial(limited, Member.objects.get(pk=member.pk), by) for by in team])

    entry = AuditEntry.objects.get()
    member.refresh_from_db()
    assert member.read_only_until == limit_of(entry).ends_at


@pytest.mark.long
def test_six_appeals_at_once_are_one_case(somebodys_post: Post) -> None:
    entry = moderation.remove_post(somebodys_post, Decision(by=make_member("Ruth", Role.MODERATOR), reason=WHY))

    at_once([partial(moderation.appeal, entry, by=entry.subject, text="Please look.") for _ in range(6)])

    assert Case.objects.filter(kind="appeal").count() == 1
