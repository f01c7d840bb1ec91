"""Load what the front page shows of recent activity."""

from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Count
from django.utils import timezone

from community.forum.models import Audience, Post, State, Thread
from community.forum.models.group import Viewer

LATEST = 5
WEEK = timedelta(days=7)


class RecentActivity:
    """Recent activity in public threads; each figure is loaded only when the page has no cached HTML for it."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    @property
    def viewer_key(self) -> int:
        """The key of a viewer who mutes labels; 0 for all others, who see the same threads."""
        return self.viewer.pk if self.viewer.is_authenticated and self.viewer.muted_labels else 0

    @cached_property
    def today(self) -> int:
        """How many people have written since midnight."""
        return count_authors_since(start_of_today())

    @cached_property
    def week(self) -> int:
        """How many people have written since midnight seven days ago."""
        return count_authors_since(start_of_today() - WEEK)

    @cached_property
    def threads(self) -> list[Thread]:
        """The last active threads, without those that the viewer mutes."""
        public = Thread.objects.public().not_muted_by(self.viewer)
        return list(public.for_display().order_by("-last_activity_at", "-pk")[:LATEST])


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
