"""What runs by the clock for the whole community."""

from crontask import cron
from django.core.management import call_command
from django.tasks import task


@cron("41 3 * * *")
@task
def forget_ended_sessions() -> None:
    """Delete the sessions that have run out, with the text that was kept in them."""
    call_command("clearsessions")


@cron("17 3 * * *")
@task
def forget_finished_tasks() -> None:
    """Keep two days of finished tasks: the sweep alone leaves 1,440 rows a day."""
    call_command("prune_db_task_results", min_age_days=2)
