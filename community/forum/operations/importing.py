"""Bring in a whole thread at once: example content, a generated community, another forum's archive."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from community.composing import operations as composing
from community.core.text.richtext import RichText
from community.education.models import Topic
from community.forum.models import Follow, Group, Post, State, Support, Thread
from community.forum.models.group import narrower
from community.forum.operations import counters
from community.forum.operations.changing import LIST, PAGE, changing
from community.forum.operations.reply import show_pictures
from community.forum.operations.start import slug_for

if TYPE_CHECKING:
    from community.members.models import Member


@dataclass(frozen=True)
class ImportedPost:
    """A post as it comes in. `answers` is the number of an earlier post of the thread; `support` has no post yet."""

    author: "Member"
    text: RichText
    at: datetime
    answers: int | None = None
    support: Sequence[Support] = ()
    labels: int = 0  # of the opening post: the discussion's


@transaction.atomic
def import_thread(
    group: Group,
    *,
    key: str,
    title: str,
    posts: Sequence[ImportedPost],
    topics: Iterable[Topic] = (),
    audience: str = "public",
    locked: bool = False,
    pinned_until: datetime | None = None,
) -> Thread | None:
    """Store a thread with its posts as published, in the order given, and count it; nobody is notified.

    `key` names the thread where it comes from: a second import of the same key stores nothing and returns None."""
    opening = posts[0]
    if Post.objects.filter(author=opening.author, token=_token(key, 1)).exists():
        return None
    thread = Thread.objects.create(
        group=group,
        author=opening.author,
        title=title,
        slug=slug_for(title),
        audience=narrower(audience, group.audience),
        locked=locked,
        pinned_until=pinned_until,
        labels=opening.labels,
        created_at=opening.at,
        last_activity_at=opening.at,
    )
    thread.topics.set(topics)
    stored = Post.objects.bulk_create(
        [_post(thread, key, number, post) for number, post in enumerate(posts, start=1)], batch_size=500
    )
    answering = [post for post, given in zip(stored, posts, strict=True) if given.answers]
    for post in answering:
        post.answers = stored[(posts[(post.number or 1) - 1].answers or 1) - 1]
    Post.objects.bulk_update(answering, ["answers"], batch_size=200)
    for post, given in zip(stored, posts, strict=True):
        for reaction in given.support:
            reaction.post = post
    Support.objects.bulk_create((reaction for given in posts for reaction in given.support), batch_size=500)
    authors = {post.author.pk for post in posts}
    Follow.objects.bulk_create([Follow(thread=thread, member_id=pk) for pk in sorted(authors)], batch_size=500)
    with changing(thread, shows=LIST, created=True) as change:
        counters.settle(change, posts=len(stored))
    return thread


def import_pictures(post: Post, pictures: Sequence[composing.Chosen]) -> None:
    """Give an imported post the pictures that its author has uploaded; it does not count as edited."""
    with changing(post.thread, shows=PAGE):
        show_pictures(Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk), pictures)


def _post(thread: Thread, key: str, number: int, given: ImportedPost) -> Post:
    return Post(
        thread=thread,
        number=number,
        author=given.author,
        state=State.PUBLISHED,
        html=given.text.html,
        plain=given.text.plain,
        token=_token(key, number),
        created_at=given.at,
        published_at=given.at,
        labels=given.labels if number > 1 else 0,
        support_count=len(given.support),
        reactions=dict(Counter(str(reaction.reaction) for reaction in given.support)),
    )


def _token(key: str, number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"{key}/{number}")
