"""Load a page of the log of moderation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from community.moderation.models import AuditEntry
from community.moderation.selectors.titles import TitledRow, with_titles
from community.safety.models import Viewer

AUDIT_PAGE = 50


@dataclass(frozen=True)
class AuditLog:
    """A page of the log; `next_before` is the cursor of the next page, None on the last one."""

    rows: Sequence[TitledRow[AuditEntry]]
    next_before: int | None


def audit_log(viewer: Viewer, filters: Mapping[str, Any], *, before: int | None) -> AuditLog:
    """Load the entries before key `before`, the latest first, from the start of the log without it."""
    entries = AuditEntry.objects.visible_to(viewer).for_display().filter(**filters)
    page = list((entries.filter(pk__lt=before) if before else entries)[: AUDIT_PAGE + 1])
    next_before = page[AUDIT_PAGE - 1].pk if len(page) > AUDIT_PAGE else None
    return AuditLog(with_titles(page[:AUDIT_PAGE]), next_before)
