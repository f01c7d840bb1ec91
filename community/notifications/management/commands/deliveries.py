"""Show what waits to be sent and what was given up, and try that again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, Min
from django.utils import timezone

from community.notifications.models import Delivery, Outcome
from community.notifications.operations import deliver

SHOWN = 20


class Command(BaseCommand):
    help = "Show which mails and push messages wait and which were given up, with the reason; --retry tries them again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what to try again."""
        parser.add_argument("--retry", nargs="*", type=int, metavar="NUMBER", help="these, or all that were given up")

    def handle(self, *, retry: list[int] | None, **options: Any) -> None:
        """Print the figures, after trying again what was asked for."""
        if retry is not None:
            self.stdout.write(f"To be tried again: {deliver.retry(retry or None)}.")
        waiting = Delivery.objects.filter(finished_at=None)
        late = waiting.filter(due_at__lte=timezone.now())
        oldest = late.aggregate(at=Min("due_at"))["at"]
        since = f", the oldest since {timezone.localtime(oldest):%Y-%m-%d %H:%M}" if oldest else ""
        self.stdout.write(f"Waiting: {waiting.count()}. Due now: {late.count()}{since}.")
        finished = Delivery.objects.exclude(finished_at=None).values_list("channel", "outcome")
        for channel, outcome, count in finished.annotate(count=Count("pk")).order_by("channel", "outcome"):
            self.stdout.write(f"{channel}: {count} {Outcome(outcome).label.lower()} in the last month")
        for title, rows in (
            ("Tried already", waiting.exclude(attempts=0).order_by("due_at")),
            ("Given up", Delivery.objects.filter(outcome=Outcome.FAILED).order_by("-finished_at")),
        ):
            self._list(title, rows)

    def _list(self, title: str, rows: Any) -> None:
        count = rows.count()
        if not count:
            return
        self.stdout.write(f"\n{title}: {count}")
        for row in rows[:SHOWN]:
            self.stdout.write(f"  {row.pk}  {row.channel} to member {row.recipient_id}, {row.key}: {row.reason}")
        if count > SHOWN:
            self.stdout.write(f"  and {count - SHOWN} more")
