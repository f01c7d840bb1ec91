"""Resolve refs such as "post:123" and "thread:45" for lower layers (core/refs.py)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
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
from django.db.models.functions import Coalesce
from django.urls import reverse

from community.core.caching.compiled_query import CompiledQuery
from community.core.refs import ContentRef
from community.forum import operations as forum
from community.forum.models import Audience, Follow, Group, Post, State, Support, Thread
from community.forum.policies import can_edit
from community.forum.selectors.mentions import not_muting
from community.forum.selectors.who_hears import first_followers, followers, hears
from community.members.models import Block, Member, Role, mutes_now
from community.notifications.mail.content import OpenQuestion, PostForMail
from community.notifications.selectors.notification_list import NewReplies, Reactions

UNANSWERED = 50


def _who_may_hear(thread: int, number: int) -> QuerySet[Any, Any]:
    of_post = Post.objects.filter(thread=OuterRef("pk"), number=number)
    return Thread.objects.filter(pk=thread).values_list(
        "group", "audience", "labels", Subquery(of_post.values("labels"))
    )


GROUP_AUDIENCE_AND_LABELS = CompiledQuery(_who_may_hear)


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

    def for_mail(self, pk: int, viewer: Any) -> PostForMail | None:
        """What a mail says of the post; None when list_for() leaves it out."""
        posts = Post.objects.listed_for(viewer).select_related("thread__group", "author")
        post = posts.filter(pk=pk).first()
        if post is None:
            return None
        return PostForMail(
            title=post.thread.title,
            url=post.get_absolute_url(),
            number=post.number or 0,
            group=post.thread.group.name,
            author=post.author,
            html=post.html,
            published_at=post.published_at,
            pictures=[image["alt"] for image in post.images],
            labels=post.labels | post.thread.labels,
        )

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

    def support(self, spans: Mapping[int, tuple[int, datetime, datetime | None]], viewer: Any) -> dict[int, Reactions]:
        """For each key with a post and a time span: how many reacted to the post then, who was last, and how.

        Members whom the viewer has blocked are left out, and so is a key without a remaining reaction. Two queries for
        any number of keys."""
        if not spans:
            return {}
        cases = [
            When(Q(post=post, given_at__gte=since) & (Q(given_at__lte=until) if until else Q()), then=Value(key))
            for key, (post, since, until) in spans.items()
        ]
        reactions = Support.objects.filter(post__in={post for post, _since, _until in spans.values()})
        reactions = reactions.exclude(member__in=Block.objects.filter(blocker=viewer.pk).values("blocked"))
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
        return self._described(Thread.objects.visible_to(viewer).filter(pk__in=pks), viewer)

    def list_for(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """Those among them that the viewer may see and does not mute."""
        return self._described(Thread.objects.listed_for(viewer).filter(pk__in=pks), viewer)

    def _described(self, threads: QuerySet[Thread], viewer: Any) -> dict[int, ContentRef]:
        own = Follow.objects.filter(thread=OuterRef("pk"), member=viewer.pk)
        follows, mutes = Exists(own.filter(active=True)), Exists(own.filter(muted=True))
        return {
            thread.pk: ContentRef(
                title=thread.title,
                url=thread.get_absolute_url(),
                author=thread.author,
                follows=thread.follows_it,
                mutes=thread.mutes_it,
            )
            for thread in threads.select_related("author").annotate(follows_it=follows, mutes_it=mutes)
        }

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Whether the viewer may read the thread now."""
        return Thread.objects.visible_to(viewer).filter(pk=pk).exists()

    def mute(self, pk: int, member: Member) -> None:
        """Notify the member of nothing more in the thread, if they may see it."""
        if thread := Thread.objects.visible_to(member).filter(pk=pk).first():
            forum.mute_thread(thread, member)

    def unmute(self, pk: int, member: Member, *, follows: bool) -> None:
        """Undo mute(); `follows` says whether the member followed the thread before."""
        if thread := Thread.objects.visible_to(member).filter(pk=pk).first():
            if follows:
                forum.follow(thread, member)
            else:
                forum.unmute_thread(thread, member)

    def writing_at(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """The address of the reply form of each thread among `pks` that the viewer may see."""
        threads = Thread.objects.visible_to(viewer).filter(pk__in=pks)
        return {thread.pk: ContentRef(title=thread.title, url=reverse("reply", args=[thread.pk])) for thread in threads}

    def figures(self, pk: int) -> dict[str, Any]:
        """The socket message with the thread's version and last number."""
        version, last = Thread.objects.values_list("version", "last_number").get(pk=pk)
        return {"type": "thread", "thread": pk, "version": version, "last": last}

    def current_figures(self, pks: Collection[int]) -> dict[int, dict[str, Any]]:
        """The socket messages of many threads. One query."""
        rows = Thread.objects.filter(pk__in=pks).values_list("pk", "version", "last_number")
        return {pk: {"type": "thread", "thread": pk, "version": version, "last": last} for pk, version, last in rows}

    def followers(
        self, pk: int, *, kind: str, by: int | None, unseen: int, after: int, but: Sequence[int], limit: int
    ) -> list[int]:
        """Keys of up to `limit` followers beyond key `after` to notify of post `unseen` by member `by`.

        They may see the thread, have not read that post and hear of it (selectors/who_hears.py)."""
        ((group, audience, of_thread, of_post),) = GROUP_AUDIENCE_AND_LABELS.rows(thread=pk, number=unseen)
        about = {"thread": pk, "group": group, "by": by or 0, "unseen": unseen, "after": after}
        if audience != Audience.PRIVATE and not (
            of_thread or of_post
        ):  # all may read it, and there is no label to mute
            rows = first_followers(kind, limit + len(but)).rows(**about)
            return [member for (member,) in rows if member not in but][:limit]
        thread = Thread.objects.get(pk=pk)
        follows = followers(kind, **about).exclude(member_id__in=but).filter(thread.audience_of_members())
        if notified := not_muting(thread, of_post or 0):
            people = Member.objects.select_for_update(no_key=True).filter(notified, pk__in=follows.values("member_id"))
            return list(people.order_by("pk").values_list("pk", flat=True)[:limit])
        return list(follows.order_by("member_id").values_list("member_id", flat=True)[:limit])

    def hears(self, pk: int, *, member: int, by: int | None) -> bool:
        """Whether a member hears now of what member `by` did in the thread, before anything is sent to them."""
        rules = hears(member, thread=pk, group=OuterRef("group_id"), by=by or 0)
        return Thread.objects.filter(rules, pk=pk).exists()

    def news(self, starts: dict[int, int], viewer: Any) -> dict[int, NewReplies]:
        """For each thread and first unseen number: the newest author, how many authors, and the first new post."""
        if not starts:
            return {}
        since = Q()
        for pk, number in starts.items():
            since |= Q(thread_id=pk, number__gte=number)
        posts = Post.objects.listed_for(viewer).filter(since).exclude(author_id=viewer.pk)
        posts = posts.exclude(author__in=Block.objects.filter(blocker=viewer.pk).values("blocked"))
        counted = posts.values("thread_id").annotate(
            people=Count("author_id", distinct=True), posts=Count("pk"), newest=Max("number"), first=Min("number")
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
                posts=row["posts"],
                name=at[pk, row["newest"]][1],
                first=at[pk, row["first"]][0],
            )
            for pk, row in rows.items()
        }

    def unanswered_for(self, viewer: Any, since: datetime) -> list[OpenQuestion]:
        """For a mentor: up to UNANSWERED public discussions begun after `since` without a reply, newest first.

        Not those that they mute, nor by somebody whom they have blocked."""
        if viewer.role != Role.MENTOR:
            return []
        threads = Thread.objects.listed_for(viewer).public()
        author = Coalesce("author_id", 0)  # an account that is gone
        threads = threads.alias(by=author).filter(
            hears(viewer.pk, thread=OuterRef("pk"), group=OuterRef("group_id"), by=OuterRef("by"))
        )
        waiting = threads.filter(reply_count=0, locked=False, created_at__gt=since).exclude(author=viewer.pk)
        return [
            OpenQuestion(thread.key, thread.title, thread.get_absolute_url(), thread.created_at)
            for thread in waiting.order_by("-created_at", "-pk")[:UNANSWERED]
        ]

    def news_for_row(self, pk: int) -> QuerySet[Any]:
        """For a query on notifications: the first post from `first_number` on that is new to the `recipient`.

        The recipient's own posts are not, nor are those with a label that they mute, or by someone they blocked."""
        posts = Post.objects.filter(thread_id=pk, state=State.PUBLISHED, number__gte=OuterRef("first_number"))
        muting = Member.objects.filter(mutes_now(OuterRef("labels")), pk=OuterRef(OuterRef("recipient_id")))
        blocked = Block.objects.filter(blocker=OuterRef(OuterRef("recipient_id")), blocked=OuterRef("author_id"))
        posts = posts.filter(Q(labels=0) | ~Exists(muting), ~Exists(blocked))
        posts = posts.exclude(author_id=OuterRef("recipient_id"))
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
