"""Scheduled tasks that belong to no app."""

from crontask import cron
from django.core.management import call_command
from django.tasks import task


@cron("41 3 * * *")
@task
def forget_ended_sessions() -> None:
    """Delete expired sessions with the input stashed in them."""
    call_command("clearsessions")


@cron("17 3 * * *")
@task
def forget_finished_tasks() -> None:
    """Delete finished tasks after two days: the sweep alone adds 1,440 rows a day."""
    call_command("prune_db_task_results", min_age_days=2)
