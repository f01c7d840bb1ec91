"""Open, close, withdraw and reopen cases."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.core.exceptions import Conflict
from community.notifications import operations as notifications
from community.notifications import socket_messages
from community.notifications.models import Kind
from community.safety.findings import Finding
from community.safety.models import REASON_BITS, Case, Reason, urgency_of

if TYPE_CHECKING:
    from community.members.models import Member


BATCH = 500


class Stale(Conflict):
    """The case has changed since it was read: it was decided, or reported again; or another moderator has it now."""

    def __init__(self, claimed_by: "Member | None" = None) -> None:
        words = _("This case has changed since you opened it. Look at it again.")
        if claimed_by:
            words = _("%(name)s is looking at this case now.") % {"name": claimed_by}
        super().__init__(words)


def open_case(
    source: str,
    *,
    context: str,
    kind: str,
    text: str,
    author: "Member | None",
    findings: Iterable[Finding] = (),
    decided_by: "Member | None" = None,
) -> Case:
    """Open a case about `source`, or add the findings to the open one, whose text stays.

    `decided_by` is who decided what an appeal is about.
    Call it in the transaction of the change that it is about. Locking order: the thread before the case."""
    added = [asdict(finding) for finding in findings]
    with transaction.atomic():
        case, is_new = Case.objects.select_for_update(no_key=True).get_or_create(
            open_key=source,
            defaults={
                "source": source,
                "context": context,
                "kind": kind,
                "text": text,
                "author": author,
                "decided_by": decided_by,
            },
        )
        case.findings += [finding for finding in added if finding not in case.findings]
        case.urgency = max([case.urgency, *(urgency_of(finding["reason"]) for finding in added)])
        for finding in added:
            case.reason_bits |= REASON_BITS[Reason(finding["reason"])]
        case.version += not is_new
        case.changed_at = timezone.now()
        case.save(update_fields=["findings", "urgency", "reason_bits", "version", "changed_at"])
        announce_change()
    return case


def raise_urgency(case: Case, reason: str) -> None:
    """Add a reason to an open case, and raise its urgency to that of the reason; never lower it."""
    urgency = Greatest(F("urgency"), Value(urgency_of(reason)))
    bits = F("reason_bits").bitor(REASON_BITS[Reason(reason)])
    Case.objects.filter(pk=case.pk).update(urgency=urgency, reason_bits=bits, changed_at=timezone.now())
    announce_change()


def close_case(case: Case, *, by: "Member", state: str) -> Case:
    """Close an open case. Raises Stale when it has changed since `case` was read, or another moderator has it."""
    rows = Case.objects.filter(pk=case.pk, version=case.version, state=Case.State.OPEN).unclaimed_for(by)
    if not rows.update(**_closed(state, by)):
        now = Case.objects.select_related("claimed_by").get(pk=case.pk)
        raise Stale(now.claimed_from(by) if now.is_open and now.version == case.version else None)
    announce_change()
    case.refresh_from_db()
    return case


def withdraw_case(source: str, *, by: "Member | None") -> None:
    """Close the case about a held post that its author has removed."""
    if Case.objects.filter(open_key=source, kind=Case.Kind.HELD).update(**_closed(Case.State.REJECTED, by)):
        announce_change()


def close_unreported(case: Case) -> None:
    """Close an open case that nobody reports any more; nobody has decided about it."""
    Case.objects.filter(pk=case.pk).update(**_closed(Case.State.REJECTED, None))


def reopen_case(case: Case, *, by: "Member | None" = None) -> Case:
    """Reopen a closed case at its old position, and notify those who reported it, except `by`.

    Raises Stale when it has changed since it was read, or when its source has another open case."""
    closed = Case.objects.filter(pk=case.pk, version=case.version).exclude(state=Case.State.OPEN)
    try:
        with transaction.atomic():
            changed = closed.update(
                state=Case.State.OPEN,
                closed_at=None,
                closed_by=None,
                open_key=case.source,
                version=F("version") + 1,
                changed_at=timezone.now(),
            )
    except IntegrityError as other_case:
        raise Stale from other_case
    if not changed:
        raise Stale
    announce_change()
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
        urgency = Greatest(F("urgency"), Value(case.urgency))
        other.update(urgency=urgency, version=F("version") + 1, changed_at=timezone.now())
        announce_change()
        _notify_reporters(case, besides=by)


def put_back_since(source: str, since: datetime) -> None:
    """Reopen the case about `source` that was closed after `since`, such as the time at which a post was removed."""
    closed = Case.objects.filter(source=source, closed_at__gte=since).order_by("-closed_at", "-pk").first()
    if closed:
        put_back(closed)


def announce_change() -> None:
    """Let open pages of moderators know, after the commit, that the queue has changed."""
    transaction.on_commit(lambda: socket_messages.send(socket_messages.TEAM, socket_messages.queue_message()))


def _closed(state: str, by: "Member | None") -> dict[str, Any]:
    """The values of a case that is closed now."""
    now = timezone.now()
    values = {"state": state, "closed_at": now, "closed_by": by, "changed_at": now}
    return values | {"open_key": None, "claimed_by": None, "claimed_until": None, "version": F("version") + 1}


def point_cases(sources: Collection[str], *, context: str) -> None:
    """Let the cases about these sources name another context: the posts have moved to another thread."""
    keys = list(sources)
    for start in range(0, len(keys), BATCH):
        Case.objects.filter(source__in=keys[start : start + BATCH]).update(context=context)


def _notify_reporters(case: Case, *, besides: "Member | None") -> None:
    """Notify the members who reported a case, in their language, that it is open again; never its author."""
    for report in case.reports.exclude(member=None).exclude(member=besides).select_related("member"):
        if report.member and report.member_id != case.author_id:
            with override(report.member.language or settings.LANGUAGE_CODE):
                text = _("A moderator is looking at your report again.")
            notifications.notify(report.member, Kind.MODERATED, context=case.context, source=case.source, text=text)
