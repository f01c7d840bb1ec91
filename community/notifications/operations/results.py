"""Notify members of new results of a search that they saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from community.notifications.models import Kind, Notification
from community.notifications.operations.expand import not_on_site
from community.notifications.socket_messages import push_after_commit


@dataclass(frozen=True)
class NewResult:
    """The newest result of a member's search: `search` is its key, `words` what it is called."""

    recipient: int
    search: str
    words: str
    context: str
    source: str
    number: int


def notify_of_results(results: Sequence[NewResult]) -> None:
    """Notify each member through the open row of the search, which then is about its newest result. Two statements."""
    if not results:
        return
    now = timezone.now()
    off = not_on_site({result.recipient for result in results}, Kind.FOUND)
    rows = [
        Notification(
            recipient_id=result.recipient,
            kind=Kind.FOUND,
            context=result.context,
            source=result.source,
            first_number=result.number,
            text=result.words,
            open_key=result.search,
            on_site=result.recipient not in off,
            created_at=now,
            updated_at=now,
        )
        for result in results
    ]
    Notification.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["recipient", "open_key"],
        update_fields=["context", "source", "first_number", "updated_at", "on_site", "is_planned"],
    )
    push_after_commit([result.recipient for result in results])
