"""The statements behind the front page and the search page."""

from datetime import datetime

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from community.forum.models import Audience, Group, Post, State
from community.forum.models.group import Viewer, readable_by


def groups_for(viewer: Viewer) -> QuerySet[Group]:
    """The groups that the viewer may see, each with the number of discussions that she finds there."""
    counted = readable_by(viewer, audience="tallies__audience", group="pk")
    return Group.objects.visible_to(viewer).annotate(
        discussions=Coalesce(Sum("tallies__thread_count", filter=counted), 0)
    )


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
