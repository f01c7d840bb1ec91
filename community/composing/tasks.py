"""Scheduled tasks."""

from crontask import cron
from django.tasks import task

from community.composing import operations


@cron("29 3 * * *")
@task
def sweep_pictures() -> int:
    """Delete pictures that were never posted; run every night."""
    return operations.sweep_pictures()
