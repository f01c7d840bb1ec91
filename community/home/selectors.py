"""The statements behind the front page and the search page."""

from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Count
from django.utils import timezone

from community.forum.models import Audience, Post, State, Thread
from community.forum.models.group import Viewer

LATEST = 5
WEEK = timedelta(days=7)


class Lately:
    """What happened where everybody may read, asked for where a page does not have it ready."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    @property
    def only_for(self) -> int:
        """The key of a viewer who does not want to meet some of it; 0 where it is the same for all."""
        return self.viewer.pk if self.viewer.is_authenticated and self.viewer.muted_labels else 0

    @cached_property
    def today(self) -> int:
        """How many people have written since midnight."""
        return wrote_since(today_began())

    @cached_property
    def week(self) -> int:
        """The same of the seven days before."""
        return wrote_since(today_began() - WEEK)

    @cached_property
    def threads(self) -> list[Thread]:
        """The discussions that were active last, without what the viewer does not want to meet now."""
        public = Thread.objects.public().not_muted_by(self.viewer)
        return list(public.for_display().order_by("-last_activity_at", "-pk")[:LATEST])


def today_began() -> datetime:
    """Midnight, in the community's time zone."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def wrote_since(moment: datetime) -> int:
    """How many people have written since `moment` what everybody may read. One statement, from post_lately.

    Those who are gone count as nobody: COUNT leaves NULL out. Asked for in so many words (author IS NOT NULL), SQLite
    would walk through every post there is, in the order of their authors."""
    posts = Post.objects.filter(state=State.PUBLISHED, published_at__gte=moment)
    shared = posts.filter(thread__published=True, thread__audience=Audience.PUBLIC)
    people: int = shared.aggregate(people=Count("author", distinct=True))["people"]
    return people
