"""Scheduled tasks."""

from crontask import cron
from django.tasks import task

from community.notifications import operations


@cron("* * * * *")
@task
def sweep() -> int:
    """Expand events that a stopped process left, and delete old ones; run every minute."""
    operations.forget_events()
    return operations.sweep()
