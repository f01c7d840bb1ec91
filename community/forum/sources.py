"""What "post:123" and "thread:45" mean, for the floors below (core/sources.py)."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet

from community.core.sources import Described
from community.forum.models import Follow, Post, State, Thread, Visit


class PostSource:
    """Posts: shown by the title of their thread, with the words they begin with."""

    def describe(self, pks: Collection[int], viewer: Any) -> dict[int, Described]:
        """The published posts among `pks` that the viewer may see."""
        posts = Post.objects.visible_to(viewer).filter(pk__in=pks).select_related("thread", "author")
        return {
            post.pk: Described(
                title=post.thread.title,
                url=post.get_absolute_url(),
                text=post.plain,
                context=post.thread.key,
                author=post.author,
            )
            for post in posts
        }

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Whether the viewer may read the post now."""
        return Post.objects.visible_to(viewer).filter(pk=pk).exists()


class ThreadSource:
    """Threads: who follows them, who may see them, and what is new in them."""

    def describe(self, pks: Collection[int], viewer: Any) -> dict[int, Described]:
        """The threads among `pks` that the viewer may see."""
        threads = Thread.objects.visible_to(viewer).filter(pk__in=pks).select_related("author")
        return {
            thread.pk: Described(title=thread.title, url=thread.get_absolute_url(), author=thread.author)
            for thread in threads
        }

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Whether the viewer may read the thread now."""
        return Thread.objects.visible_to(viewer).filter(pk=pk).exists()

    def figures(self, pk: int) -> dict[str, Any]:
        """The frame that tells an open page how far the thread has come."""
        version, last = Thread.objects.values_list("version", "last_number").get(pk=pk)
        return {"type": "thread", "thread": pk, "version": version, "last": last}

    def followers(self, pk: int, *, unseen: int, after: int, but: Sequence[int], limit: int) -> list[int]:
        """Keys of up to `limit` followers beyond key `after` who may see the thread and have not read post `unseen`."""
        thread = Thread.objects.select_related("group").get(pk=pk)
        follows = Follow.objects.filter(thread=thread, active=True, member__is_active=True, member_id__gt=after)
        follows = follows.exclude(member_id__in=but).filter(thread.audience_of_members())
        seen = Visit.objects.filter(thread=thread, number__gte=unseen).values("member_id")
        return list(
            follows.exclude(member_id__in=seen).order_by("member_id").values_list("member_id", flat=True)[:limit]
        )

    def news(self, starts: dict[int, int], viewer: Any) -> dict[int, dict[str, Any]]:
        """For each thread key and first unseen number: who wrote since, how many people, and the first such post."""
        if not starts:
            return {}
        since = Q()
        for pk, number in starts.items():
            since |= Q(thread_id=pk, number__gte=number)
        posts = Post.objects.visible_to(viewer).filter(since).exclude(author_id=viewer.pk)
        counted = posts.values("thread_id").annotate(
            people=Count("author_id", distinct=True), newest=Max("number"), first=Min("number")
        )
        rows = {row["thread_id"]: row for row in counted}
        ends = Q(pk__in=[])
        for pk, row in rows.items():
            ends |= Q(thread_id=pk, number__in=[row["first"], row["newest"]])
        found = Post.objects.filter(ends).values_list("thread_id", "number", "pk", "author__username")
        at = {(thread, number): (pk, name) for thread, number, pk, name in found}
        return {
            pk: {
                "people": max(row["people"], 1),  # those who have left count as nobody
                "name": at[pk, row["newest"]][1],
                "first": at[pk, row["first"]][0],
            }
            for pk, row in rows.items()
        }

    def news_for_row(self, pk: int) -> QuerySet[Any]:
        """For a query over notifications: the first post from `first_number` on that its `recipient` did not write."""
        posts = Post.objects.filter(thread_id=pk, state=State.PUBLISHED, number__gte=OuterRef("first_number"))
        return posts.exclude(author_id=OuterRef("recipient_id")).order_by("number").values("number")[:1]
