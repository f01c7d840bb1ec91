"""Load what the front page shows a guest of recent activity."""

from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Count
from django.utils import timezone

from community.forum.models import Audience, Post, State, Thread

LATEST = 5
WEEK = timedelta(days=7)


class RecentActivity:
    """Recent activity in public threads; each figure is loaded only when the page has no cached HTML for it."""

    @cached_property
    def today(self) -> int:
        """How many people have written since midnight."""
        return count_authors_since(start_of_today())

    @cached_property
    def week(self) -> int:
        """How many people have written since midnight seven days ago."""
        return count_authors_since(start_of_today() - WEEK)

    @cached_property
    def last_post_at(self) -> datetime | None:
        """When the newest public post was published; None where there is none."""
        return Thread.objects.public().lately(1).values_list("last_activity_at", flat=True).first()

    @cached_property
    def threads(self) -> list[Thread]:
        """The last active threads."""
        return list(Thread.objects.public().for_display().order_by("-last_activity_at", "-pk")[:LATEST])


def start_of_today() -> datetime:
    """Midnight in the community's time zone."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def count_authors_since(moment: datetime) -> int:
    """Count the people who have published in public threads since `moment`, in one query on the index post_lately.

    COUNT leaves out deleted authors, who are NULL. With a condition `author IS NOT NULL` SQLite would read all posts
    in the order of their authors instead."""
    posts = Post.objects.filter(state=State.PUBLISHED, published_at__gte=moment)
    public = posts.filter(thread__published=True, thread__audience=Audience.PUBLIC)
    people: int = public.aggregate(people=Count("author", distinct=True))["people"]
    return people
