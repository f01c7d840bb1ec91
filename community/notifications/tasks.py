"""What runs by the clock, beside the web process."""

from crontask import cron
from django.core.management import call_command
from django.tasks import task

from community.notifications import operations


@cron("* * * * *")
@task
def sweep() -> int:
    """Pick up the events that a dead process left behind."""
    return operations.sweep()


@cron("17 3 * * *")
@task
def forget_finished_tasks() -> None:
    """Keep two days of finished tasks: the sweep alone leaves 1,440 rows a day."""
    call_command("prune_db_task_results", min_age_days=2)
