"""Scheduled tasks of the search page."""

from crontask import cron
from django.tasks import task

from community.home import operations


@cron("* * * * *")
@task
def notify_of_new_results() -> int:
    """Notify members of new results of their saved searches; run every minute."""
    return operations.notify_of_new_results()
