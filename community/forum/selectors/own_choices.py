"""Count what a member follows, mutes and blocks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce

from community.forum.models import Follow, Group, GroupFollow, Thread
from community.members.models import Block, Member


@dataclass(frozen=True)
class OwnChoices:
    """How many rows the member's lists have: what they follow, mute and block."""

    threads: int
    groups: int
    muted: int
    blocked: int


def own_choices(member: Member) -> OwnChoices:
    """Count the rows of the lists in one query. What the member may not see, and what they hide, is not counted."""
    threads, groups = Thread.objects.listed_for(member), Group.objects.visible_to(member)
    follows, of_groups = Follow.objects.filter(member=member), GroupFollow.objects.filter(member=member)
    row = (
        Member.objects.filter(pk=member.pk)
        .values_list(
            _count(follows.filter(active=True, thread__in=threads), "member"),
            _count(of_groups.filter(muted=False, group__in=groups), "member"),
            _count(follows.filter(muted=True, thread__in=threads), "member"),
            _count(of_groups.filter(muted=True, group__in=groups), "member"),
            _count(Block.objects.filter(blocker=member), "blocker"),
        )
        .get()
    )
    followed, followed_groups, muted, muted_groups, blocked = row
    return OwnChoices(followed, followed_groups, muted + muted_groups, blocked)


def _count(rows: QuerySet[Any], column: str) -> Coalesce:
    one_row = rows.order_by().values(column).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(one_row), 0)
