"""Import a whole thread: example content, a generated community, another forum's archive."""

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
from community.forum.operations.indexing import index_posts, index_title
from community.forum.operations.newcomers import establish
from community.forum.operations.reply import attach_pictures
from community.forum.operations.start import slug_for

if TYPE_CHECKING:
    from community.members.models import Member


@dataclass(frozen=True)
class ImportedPost:
    """A post to import. `answers` is the number of an earlier post of the thread; `support` has no post yet."""

    author: "Member"
    text: RichText
    at: datetime
    answers: int | None = None
    support: Sequence[Support] = ()
    labels: int = 0  # those of the opening post become the thread's


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
    """Store a thread with published posts in the order given, and count them; nobody is notified.

    `key` identifies the thread in its source: a second import of the same key stores nothing and returns None."""
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
    index_title(thread)
    index_posts(stored)
    answering = [post for post, imported in zip(stored, posts, strict=True) if imported.answers]
    for post in answering:
        post.answers = stored[(posts[(post.number or 1) - 1].answers or 1) - 1]
    Post.objects.bulk_update(answering, ["answers"], batch_size=200)
    for post, imported in zip(stored, posts, strict=True):
        for reaction in imported.support:
            reaction.post = post
    Support.objects.bulk_create((reaction for imported in posts for reaction in imported.support), batch_size=500)
    authors = {post.author.pk for post in posts}
    Follow.objects.bulk_create([Follow(thread=thread, member_id=pk) for pk in sorted(authors)], batch_size=500)
    with changing(thread, shows=LIST, created=True) as change:
        counters.settle(change, posts=len(stored))
    establish(authors)
    return thread


def import_pictures(post: Post, pictures: Sequence[composing.Chosen]) -> None:
    """Attach pictures that its author has uploaded to an imported post, which does not count as edited."""
    with changing(post.thread, shows=PAGE):
        attach_pictures(Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk), pictures)


def _post(thread: Thread, key: str, number: int, imported: ImportedPost) -> Post:
    return Post(
        thread=thread,
        number=number,
        author=imported.author,
        state=State.PUBLISHED,
        html=imported.text.html,
        plain=imported.text.plain,
        token=_token(key, number),
        created_at=imported.at,
        published_at=imported.at,
        labels=imported.labels if number > 1 else 0,
        support_count=len(imported.support),
        reactions=dict(Counter(str(reaction.reaction) for reaction in imported.support)),
    )


def _token(key: str, number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"{key}/{number}")
