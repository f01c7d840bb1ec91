"""Open a case, join it, close it, open it again."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from community.core.exceptions import Conflict
from community.safety.models import Case, urgency_of
from community.safety.operations.screening import Finding

if TYPE_CHECKING:
    from community.members.models import Member


class Stale(Conflict):
    """The case has moved on since it was read: somebody decided about it, or reported it again."""

    def __init__(self) -> None:
        super().__init__(_("This case has changed in the meantime. Please look at it once more."))


def open_case(
    source: str, *, context: str, kind: str, text: str, author: "Member | None", findings: Iterable[Finding] = ()
) -> Case:
    """Ask the moderators to look at `source`; joins the case that is open about it, whose text stays.

    Call it in the transaction of what it is about; the thread's lock comes before the case's everywhere."""
    noticed = [asdict(finding) for finding in findings]
    with transaction.atomic():
        case, is_new = Case.objects.select_for_update(no_key=True).get_or_create(
            open_key=source,
            defaults={"source": source, "context": context, "kind": kind, "text": text, "author": author},
        )
        case.findings += [finding for finding in noticed if finding not in case.findings]
        case.urgency = max([case.urgency, *(urgency_of(finding["reason"]) for finding in noticed)])
        case.version += not is_new
        case.save(update_fields=["findings", "urgency", "version"])
    return case


def raise_urgency(case: Case, reason: str) -> None:
    """A reason came to an open case: it moves up in the queue where that is more urgent, and never down."""
    urgency = Greatest(F("urgency"), Value(urgency_of(reason)))
    Case.objects.filter(pk=case.pk).update(urgency=urgency)


def close_case(case: Case, *, by: "Member", state: str) -> Case:
    """Close an open case. Raises Stale when it is not the version that `case` was read at."""
    changed = Case.objects.filter(pk=case.pk, version=case.version, state=Case.State.OPEN).update(
        state=state, closed_at=timezone.now(), closed_by=by, open_key=None, version=F("version") + 1
    )
    if not changed:
        raise Stale
    case.refresh_from_db()
    return case


def withdraw_case(source: str, *, by: "Member | None") -> None:
    """Whoever wrote what was held has taken it back: there is nothing left to decide about."""
    Case.objects.filter(open_key=source, kind=Case.Kind.HELD).update(
        state=Case.State.REJECTED, closed_at=timezone.now(), closed_by=by, open_key=None, version=F("version") + 1
    )


def reopen_case(case: Case) -> Case:
    """Put a closed case back into the queue, where it stood. Raises Stale when its source has an open case by now."""
    closed = Case.objects.filter(pk=case.pk, version=case.version).exclude(state=Case.State.OPEN)
    try:
        with transaction.atomic():
            changed = closed.update(
                state=Case.State.OPEN, closed_at=None, closed_by=None, open_key=case.source, version=F("version") + 1
            )
    except IntegrityError as there_is_one:
        raise Stale from there_is_one
    if not changed:
        raise Stale
    case.refresh_from_db()
    return case
