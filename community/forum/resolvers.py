"""Resolve refs such as "post:123" and "thread:45" for lower layers (core/refs.py)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.urls import reverse

from community.core.caching.compiled_query import CompiledQuery
from community.core.refs import ContentRef
from community.forum.models import Audience, Follow, Group, Post, State, Support, Thread, Visit
from community.forum.policies import can_edit
from community.forum.selectors.mentions import not_muting
from community.members.models import Member, mutes_now
from community.notifications.selectors.notification_list import NewReplies, Reactions


def _audience_and_labels(thread: int, number: int) -> QuerySet[Any, Any]:
    of_post = Post.objects.filter(thread=OuterRef("pk"), number=number)
    return Thread.objects.filter(pk=thread).values_list("audience", "labels", Subquery(of_post.values("labels")))


AUDIENCE_AND_LABELS = CompiledQuery(_audience_and_labels)


def _unseen_by(thread: int, unseen: int, after: int) -> QuerySet[Follow]:
    """The follows of members beyond key `after` who have not read post `unseen` of the thread."""
    follows = Follow.objects.filter(thread=thread, active=True, member__is_active=True, member_id__gt=after)
    return follows.exclude(member_id__in=Visit.objects.filter(thread=thread, number__gte=unseen).values("member_id"))


@cache
def _for_all(limit: int) -> CompiledQuery:
    """Compile the query for up to `limit` of their keys, in a thread that everybody may read."""

    def build(thread: int, unseen: int, after: int) -> QuerySet[Any, Any]:
        return _unseen_by(thread, unseen, after).order_by("member_id").values_list("member_id")[:limit]

    return CompiledQuery(build)


class PostResolver:
    """Posts: described by the title of their thread and the beginning of their text."""

    reportable = True

    def describe(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """The published posts among `pks` that the viewer may see."""
        return self._described(Post.objects.visible_to(viewer).filter(pk__in=pks))

    def list_for(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """Those among them that the viewer may see and does not mute."""
        return self._described(Post.objects.listed_for(viewer).filter(pk__in=pks))

    def _described(self, posts: QuerySet[Post]) -> dict[int, ContentRef]:
        return {
            post.pk: ContentRef(
                title=post.thread.title,
                url=post.get_absolute_url(),
                text=post.plain,
                context=post.thread.key,
                author=post.author,
                number=post.number or 0,
            )
            for post in posts.select_related("thread", "author")
        }

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Whether the viewer may read the post now."""
        return Post.objects.visible_to(viewer).filter(pk=pk).exists()

    def shows_picture(self, pk: int, name: str, viewer: Any) -> bool:
        """Whether the viewer may see this image of the post: as part of the post, else as its author or a moderator."""
        readable = Post.objects.visible_to(viewer).filter(pk=pk).values_list("images", flat=True).first()
        if any(image["name"] == name for image in readable or []):
            return True
        if not viewer.is_authenticated:
            return False
        own = Q() if viewer.moderates else Q(author=viewer.pk)
        return Post.objects.filter(own, pk=pk).exists()

    def may_edit(self, pk: int, viewer: Any) -> bool:
        """Whether the viewer may change the post now."""
        post = Post.objects.filter(pk=pk, author=viewer.pk).select_related("thread").first()
        return post is not None and can_edit(viewer, post)

    def support(self, spans: Mapping[int, tuple[int, datetime, datetime | None]]) -> dict[int, Reactions]:
        """For each key with a post and a time span: how many reacted to the post then, who was last, and how.

        A key without a remaining reaction is left out. Two queries for any number of keys."""
        if not spans:
            return {}
        cases = [
            When(Q(post=post, given_at__gte=since) & (Q(given_at__lte=until) if until else Q()), then=Value(key))
            for key, (post, since, until) in spans.items()
        ]
        reactions = Support.objects.filter(post__in={post for post, _since, _until in spans.values()})
        spanned = reactions.annotate(span=Case(*cases, output_field=BigIntegerField())).filter(span__isnull=False)
        counted = list(spanned.values("span").annotate(people=Count("pk"), last=Max("pk")))
        newest = Support.objects.filter(pk__in=[row["last"] for row in counted])
        last = {row["pk"]: row for row in newest.values("pk", "reaction", name=F("member__username"))}
        return {
            row["span"]: Reactions(row["people"], last[row["last"]]["name"], last[row["last"]]["reaction"])
            for row in counted
            if row["last"] in last
        }


class ThreadResolver:
    """Threads: who follows them, who may see them, and what is new in them."""

    reportable = True

    def describe(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """The threads among `pks` that the viewer may see."""
        return self._described(Thread.objects.visible_to(viewer).filter(pk__in=pks))

    def list_for(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """Those among them that the viewer may see and does not mute."""
        return self._described(Thread.objects.listed_for(viewer).filter(pk__in=pks))

    def _described(self, threads: QuerySet[Thread]) -> dict[int, ContentRef]:
        return {
            thread.pk: ContentRef(title=thread.title, url=thread.get_absolute_url(), author=thread.author)
            for thread in threads.select_related("author")
        }

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Whether the viewer may read the thread now."""
        return Thread.objects.visible_to(viewer).filter(pk=pk).exists()

    def writing_at(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """The address of the reply form of each thread among `pks` that the viewer may see."""
        threads = Thread.objects.visible_to(viewer).filter(pk__in=pks)
        return {thread.pk: ContentRef(title=thread.title, url=reverse("reply", args=[thread.pk])) for thread in threads}

    def figures(self, pk: int) -> dict[str, Any]:
        """The socket message with the thread's version and last number."""
        version, last = Thread.objects.values_list("version", "last_number").get(pk=pk)
        return {"type": "thread", "thread": pk, "version": version, "last": last}

    def followed(self, pks: Collection[int], viewer: Any) -> set[int]:
        """Those of the threads that the viewer follows."""
        follows = Follow.objects.filter(member=viewer.pk, thread__in=pks, active=True)
        return set(follows.values_list("thread_id", flat=True))

    def current_figures(self, pks: Collection[int]) -> dict[int, dict[str, Any]]:
        """The socket messages of many threads. One query."""
        rows = Thread.objects.filter(pk__in=pks).values_list("pk", "version", "last_number")
        return {pk: {"type": "thread", "thread": pk, "version": version, "last": last} for pk, version, last in rows}

    def followers(self, pk: int, *, unseen: int, after: int, but: Sequence[int], limit: int) -> list[int]:
        """Keys of up to `limit` followers beyond key `after` to notify of post `unseen`.

        They may see the thread, have not read that post and mute none of its labels."""
        ((audience, of_thread, of_post),) = AUDIENCE_AND_LABELS.rows(thread=pk, number=unseen)
        if audience != Audience.PRIVATE and not (
            of_thread or of_post
        ):  # all may read it, and there is no label to mute
            rows = _for_all(limit + len(but)).rows(thread=pk, unseen=unseen, after=after)
            return [member for (member,) in rows if member not in but][:limit]
        thread = Thread.objects.get(pk=pk)
        follows = _unseen_by(pk, unseen, after).exclude(member_id__in=but).filter(thread.audience_of_members())
        if notified := not_muting(thread, of_post or 0):
            people = Member.objects.select_for_update(no_key=True).filter(notified, pk__in=follows.values("member_id"))
            return list(people.order_by("pk").values_list("pk", flat=True)[:limit])
        return list(follows.order_by("member_id").values_list("member_id", flat=True)[:limit])

    def news(self, starts: dict[int, int], viewer: Any) -> dict[int, NewReplies]:
        """For each thread and first unseen number: the newest author, how many authors, and the first new post."""
        if not starts:
            return {}
        since = Q()
        for pk, number in starts.items():
            since |= Q(thread_id=pk, number__gte=number)
        posts = Post.objects.listed_for(viewer).filter(since).exclude(author_id=viewer.pk)
        counted = posts.values("thread_id").annotate(
            people=Count("author_id", distinct=True), newest=Max("number"), first=Min("number")
        )
        rows = {row["thread_id"]: row for row in counted}
        ends = Q(pk__in=[])
        for pk, row in rows.items():
            ends |= Q(thread_id=pk, number__in=[row["first"], row["newest"]])
        authors = Post.objects.filter(ends).values_list("thread_id", "number", "pk", "author__username")
        at = {(thread, number): (pk, name) for thread, number, pk, name in authors}
        return {
            pk: NewReplies(
                people=max(row["people"], 1),  # COUNT leaves out deleted authors
                name=at[pk, row["newest"]][1],
                first=at[pk, row["first"]][0],
            )
            for pk, row in rows.items()
        }

    def news_for_row(self, pk: int) -> QuerySet[Any]:
        """For a query on notifications: the first post from `first_number` on that is new to the `recipient`.

        The recipient's own posts are not, nor are those with a label that they mute."""
        posts = Post.objects.filter(thread_id=pk, state=State.PUBLISHED, number__gte=OuterRef("first_number"))
        muting = Member.objects.filter(mutes_now(OuterRef("labels")), pk=OuterRef(OuterRef("recipient_id")))
        posts = posts.filter(Q(labels=0) | ~Exists(muting)).exclude(author_id=OuterRef("recipient_id"))
        return posts.order_by("number").values("number")[:1]


class GroupResolver:
    """Groups, in which threads are started."""

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Whether the viewer may read the group now."""
        return Group.objects.visible_to(viewer).filter(pk=pk).exists()

    def writing_at(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """The address of the form for a new thread in each group among `pks` that the viewer may see."""
        groups = Group.objects.visible_to(viewer).filter(pk__in=pks)
        return {group.pk: ContentRef(title=group.name, url=reverse("start", args=[group.slug])) for group in groups}
