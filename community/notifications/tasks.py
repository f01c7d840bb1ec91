"""Scheduled tasks."""

from crontask import cron
from django.tasks import task

from community.notifications import operations
from community.notifications.operations import deliver


@cron("* * * * *")
@task
def sweep() -> int:
    """Expand events that a stopped process left, and delete old ones and old deliveries; run every minute."""
    operations.forget_events()
    deliver.forget_deliveries()
    return operations.sweep()
