"""What runs by the clock, beside the web process."""

from crontask import cron
from django.tasks import task

from community.notifications import operations


@cron("* * * * *")
@task
def sweep() -> int:
    """Pick up the events that a dead process left behind."""
    return operations.sweep()
