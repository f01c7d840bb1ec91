"""Scheduled tasks of the forum."""

from crontask import cron
from django.tasks import task

from community.forum import operations


@cron("27 3 * * *")
@task
def count_words() -> None:
    """Count the words of public texts, from which a search corrects its spelling; look for what is not indexed."""
    operations.count_public_words()
    operations.notice_missing()


@task
def purge() -> None:
    """Let the database forget a text that was erased."""
    operations.purge()


@cron("* * * * *")
@task
def complete_index() -> bool:
    """Go on with building the search index, as after an upgrade; one query when it has everything."""
    return operations.complete_index()
