"""Claim a case for the time that a moderator needs to look at it, so that no two begin with the same one."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from community.safety.models import Case, CaseQuerySet
from community.safety.operations.cases import Stale, announce_change

if TYPE_CHECKING:
    from community.members.models import Member

CLAIM = timedelta(minutes=15)  # then anybody may take it, without having to ask
TRIED_AT_ONCE = 20


def claim_case(case: Case, *, by: "Member", take_over: bool = False) -> Case:
    """Claim an open case for a while, or for longer; with `take_over` also from the moderator who has it.

    Raises Stale when it is closed, or another moderator has it."""
    rows = Case.objects.filter(pk=case.pk, state=Case.State.OPEN).visible_to(by)
    if not _claim(rows if take_over else rows.unclaimed_for(by), by):
        now = Case.objects.select_related("claimed_by").get(pk=case.pk)
        raise Stale(now.claimed_from(by) if now.is_open else None)
    case.refresh_from_db()
    return case


def release_case(case: Case, *, by: "Member") -> None:
    """End the moderator's claim; nothing happens when it is not theirs."""
    own = Case.objects.filter(pk=case.pk, claimed_by=by)
    if own.update(claimed_by=None, claimed_until=None, changed_at=timezone.now()):
        announce_change()


def claim_next(cases: CaseQuerySet, *, by: "Member") -> Case | None:
    """Claim the first of these cases that no other moderator has; None when there is none.

    Two moderators who ask at the same moment get two cases: whoever claims second goes on with the one after it."""
    waiting = cases.visible_to(by).open().unclaimed_for(by).in_order()
    while candidates := list(waiting.values_list("pk", flat=True)[:TRIED_AT_ONCE]):
        for pk in candidates:
            if _claim(Case.objects.filter(pk=pk).open().unclaimed_for(by), by):
                return Case.objects.get(pk=pk)
    return None


def _claim(rows: CaseQuerySet, by: "Member") -> bool:
    now = timezone.now()
    is_claimed = bool(rows.update(claimed_by=by, claimed_until=now + CLAIM, changed_at=now))
    if is_claimed:
        announce_change()
    return is_claimed
