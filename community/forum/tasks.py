"""Scheduled tasks of the forum."""

from crontask import cron
from django.tasks import task

from community.forum import operations


@cron("27 3 * * *")
@task
def count_words() -> None:
    """Count the words of public texts, from which a search corrects its spelling."""
    operations.count_public_words()
