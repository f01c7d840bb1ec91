"""Count what the tiles above the queue show."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Min, Q
from django.utils import timezone

from community.moderation.models import AuditEntry
from community.safety.models import Case, Viewer


@dataclass(frozen=True)
class QueueStatistics:
    """Open cases, held posts among them, the oldest, and decisions since midnight in the community's time zone."""

    waiting: int
    held: int
    oldest: datetime | None
    done_today: int


def queue_statistics(viewer: Viewer) -> QueueStatistics:
    """Count what this moderator may see: two queries, however long the queue is."""
    held = Count("pk", filter=Q(kind=Case.Kind.HELD))
    cases = Case.objects.visible_to(viewer).open().aggregate(waiting=Count("pk"), held=held, oldest=Min("opened_at"))
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    done = AuditEntry.objects.visible_to(viewer).filter(at__gte=midnight).count()
    return QueueStatistics(**cases, done_today=done)
