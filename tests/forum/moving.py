"""Two discussions whose posts alternate, and everything that members have of them, to compare."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from community.composing.models import Draft
from community.forum import operations as forum
from community.forum.models import Follow, Group, GroupTally, Post, Thread, Visit
from community.members.models import Member
from community.notifications.models import Event, Notification
from tests.acts import reply, start


def two_threads(group: Group, maria: Member, ines: Member, other: Group | None = None) -> tuple[Thread, Thread]:
    """Maria's and Ines’s discussions, of three posts each, written in turn."""
    one = start(group, maria, "Sleeping badly").thread
    two = start(other or group, ines, "Awake at three").thread
    for number in range(2):
        reply(one, ines, f"One {number}")
        reply(two, maria, f"Two {number}")
    for thread in (one, two):
        thread.refresh_from_db()
    order = Post.objects.filter(thread__in=[one, two]).order_by("pk")
    for hours, post in enumerate(order):
        at = timezone.now() - timedelta(days=1) + timedelta(hours=hours)
        Post.objects.filter(pk=post.pk).update(published_at=at, created_at=at)
    list(forum.recount(mend=True))
    return one, two


def texts(thread: Thread) -> list[tuple[int | None, str]]:
    """The numbers and texts of a discussion's posts."""
    return list(thread.posts.filter(number__isnull=False).order_by("number").values_list("number", "plain"))


def everything_of(*threads: Thread) -> dict[str, Any]:
    """What a merge or a split changes, as rows to compare; not the versions, which only rise."""
    pks, keys = [thread.pk for thread in threads], [thread.key for thread in threads]
    fields = [field.attname for field in Thread._meta.concrete_fields if field.attname not in ("version",)]
    own = ["recipient", "kind", "context", "source", "first_number", "open_key", "read_at"]
    return {
        "threads": list(Thread.objects.filter(pk__in=pks).order_by("pk").values(*fields)),
        "posts": list(
            Post.objects.filter(thread__in=pks).order_by("pk").values("pk", "thread", "number", "state", "labels")
        ),
        "visits": list(_rows(Visit, pks, "number", "read_through")),
        "follows": list(_rows(Follow, pks, "active", "muted", "since")),
        "notifications": list(Notification.objects.filter(context__in=keys).order_by(*own).values_list(*own)),
        "events": list(Event.objects.filter(context__in=keys, done_at=None).values_list("context", "source", "number")),
        "drafts": list(Draft.objects.filter(draft_key__in=keys).values_list("member", "draft_key", "body")),
        "figures": list(
            GroupTally.objects.exclude(thread_count=0)
            .order_by("pk")
            .values_list("pk", "thread_count", "post_count", "last_activity_at")
        ),
    }


def _rows(model: Any, threads: list[int], *names: str) -> Any:
    return model.objects.filter(thread__in=threads).order_by("member", "thread").values_list("member", "thread", *names)
