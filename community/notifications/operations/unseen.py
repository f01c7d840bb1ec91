"""Query the posts that an open row still has to report."""

from typing import Any

from django.db.models import Exists, QuerySet, Subquery

from community.core import refs
from community.notifications.models import Notification


def first_unseen(context: str) -> QuerySet[Any]:
    """Select, in a query on notifications, the number of the first post that is new to the row's recipient."""
    prefix, pk = refs.split(context)
    numbers: QuerySet[Any] = refs.resolver_for(prefix).news_for_row(pk)
    return numbers


def without_unseen(context: str, rows: QuerySet[Notification]) -> QuerySet[Notification]:
    """Filter `rows` down to open rows about `context` that have no post left to report."""
    return rows.filter(~Exists(first_unseen(context)), open_key=context)


def move_to_first_unseen(context: str, rows: QuerySet[Notification]) -> None:
    """Let open rows about `context` begin at their first post that is still new."""
    rows.update(first_number=Subquery(first_unseen(context)))
