"""The statements behind the front page and the search page."""

from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from community.forum.models import Audience, Post, State


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
