"""What runs by the clock, beside the web process."""

from crontask import cron
from django.tasks import task

from community.composing import operations


@cron("29 3 * * *")
@task
def sweep_pictures() -> int:
    """Let go of pictures that were added and never posted."""
    return operations.sweep_pictures()
