"""Open, close, withdraw and reopen cases."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.core.exceptions import Conflict
from community.notifications import operations as notifications
from community.notifications.models import Kind
from community.safety.findings import Finding
from community.safety.models import Case, urgency_of

if TYPE_CHECKING:
    from community.members.models import Member


class Stale(Conflict):
    """The case has changed since it was read: it was decided, or reported again."""

    def __init__(self) -> None:
        super().__init__(_("This case has changed since you opened it. Look at it again."))


def open_case(
    source: str, *, context: str, kind: str, text: str, author: "Member | None", findings: Iterable[Finding] = ()
) -> Case:
    """Open a case about `source`, or add the findings to the open one, whose text stays.

    Call it in the transaction of the change that it is about. Locking order: the thread before the case."""
    added = [asdict(finding) for finding in findings]
    with transaction.atomic():
        case, is_new = Case.objects.select_for_update(no_key=True).get_or_create(
            open_key=source,
            defaults={"source": source, "context": context, "kind": kind, "text": text, "author": author},
        )
        case.findings += [finding for finding in added if finding not in case.findings]
        case.urgency = max([case.urgency, *(urgency_of(finding["reason"]) for finding in added)])
        case.version += not is_new
        case.save(update_fields=["findings", "urgency", "version"])
    return case


def raise_urgency(case: Case, reason: str) -> None:
    """Raise an open case's urgency to that of a new reason; never lower it."""
    urgency = Greatest(F("urgency"), Value(urgency_of(reason)))
    Case.objects.filter(pk=case.pk).update(urgency=urgency)


def close_case(case: Case, *, by: "Member", state: str) -> Case:
    """Close an open case. Raises Stale when it has changed since `case` was read."""
    changed = Case.objects.filter(pk=case.pk, version=case.version, state=Case.State.OPEN).update(
        state=state, closed_at=timezone.now(), closed_by=by, open_key=None, version=F("version") + 1
    )
    if not changed:
        raise Stale
    case.refresh_from_db()
    return case


def withdraw_case(source: str, *, by: "Member | None") -> None:
    """Close the case about a held post that its author has removed."""
    Case.objects.filter(open_key=source, kind=Case.Kind.HELD).update(
        state=Case.State.REJECTED, closed_at=timezone.now(), closed_by=by, open_key=None, version=F("version") + 1
    )


def reopen_case(case: Case, *, by: "Member | None" = None) -> Case:
    """Reopen a closed case at its old position, and notify those who reported it, except `by`.

    Raises Stale when it has changed since it was read, or when its source has another open case."""
    closed = Case.objects.filter(pk=case.pk, version=case.version).exclude(state=Case.State.OPEN)
    try:
        with transaction.atomic():
            changed = closed.update(
                state=Case.State.OPEN, closed_at=None, closed_by=None, open_key=case.source, version=F("version") + 1
            )
    except IntegrityError as other_case:
        raise Stale from other_case
    if not changed:
        raise Stale
    case.refresh_from_db()
    _notify_reporters(case, besides=by)
    return case


def put_back(case: Case, *, by: "Member | None" = None) -> None:
    """Reopen a case whose decision was taken back; nothing is done when it is open.

    Where its source has another open case, that one becomes as urgent instead. Call it in the transaction of the
    change; locking order: the thread before the case."""
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if case.is_open:
        return
    try:
        reopen_case(case, by=by)
    except Stale:
        other = Case.objects.filter(open_key=case.source)
        other.update(urgency=Greatest(F("urgency"), Value(case.urgency)), version=F("version") + 1)
        _notify_reporters(case, besides=by)


def put_back_since(source: str, since: datetime) -> None:
    """Reopen the case about `source` that was closed after `since`, such as the time at which a post was removed."""
    closed = Case.objects.filter(source=source, closed_at__gte=since).order_by("-closed_at", "-pk").first()
    if closed:
        put_back(closed)


def _notify_reporters(case: Case, *, besides: "Member | None") -> None:
    """Notify the members who reported a case, in their language, that it is open again; never its author."""
    for report in case.reports.exclude(member=None).exclude(member=besides).select_related("member"):
        if report.member and report.member_id != case.author_id:
            with override(report.member.language or settings.LANGUAGE_CODE):
                text = _("A moderator is looking at your report again.")
            notifications.notify(report.member, Kind.MODERATED, context=case.context, source=case.source, text=text)
