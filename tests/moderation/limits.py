"""Limit members in tests."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from community.members.models import Member, Sanction
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry
from community.moderation.operations import Decision
from tests.moderation.deciding import WHY


def limited(member: Member, by: Member, scope: str = "read_only", until: datetime | None = None) -> AuditEntry:
    """Limit a member, for a day unless `until` says otherwise; `member` is loaded anew."""
    until = until or timezone.now() + timedelta(days=1)
    entry = moderation.limit_member(member, Decision(by=by, reason=WHY), scope=scope, until=until)
    member.refresh_from_db()
    return entry


def limit_of(entry: AuditEntry) -> Sanction:
    """Return the limit that an entry in the log is about."""
    return Sanction.objects.get(pk=entry.source.partition(":")[2])


def fields(act: str, **more: Any) -> dict[str, Any]:
    """Return the fields of an act's own form, with its prefix."""
    return {"act": act} | {f"{act}-{name}": value for name, value in more.items()}
