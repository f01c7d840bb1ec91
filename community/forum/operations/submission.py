"""Recognise a form that is sent a second time: the same submission, or the same words from a page that was reopened."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.composing import operations as composing
from community.core.http import limits
from community.forum.models import Post, State
from community.forum.operations.errors import NotPossible

if TYPE_CHECKING:
    from community.members.models import Member

SAME_WORDS_DAYS = 7  # a browser may restore a tab, with the text in it, days later


class AlreadyPosted(NotPossible):
    """The author has posted these words here; `post` is that post. Nothing was stored."""

    def __init__(self, post: Post) -> None:
        super().__init__(_("You have posted these words here already."))
        self.post = post


def idempotency_key(token: UUID, *content: Any) -> UUID:
    """Derive a key from a form's token and what was sent with it, so that other words never count as a repetition."""
    return uuid5(token, json.dumps(content, default=str))


def earlier_post(
    author: "Member", key: UUID, pictures: Sequence[composing.Chosen], *, words: str, once: bool, **where: Any
) -> Post | None:
    """Return the post that this submission made before, or None. Call it under a lock that orders the submissions.

    Raises AlreadyPosted when a picture came with it now that the post does not show: it stays with the form. With
    `once`, raises it also when another submission posted the same `words` (a fingerprint) lately within
    `where`, such as thread=...; a removed or rejected post does not count. A new post counts towards the limit of its
    author, which raises TooOften."""
    repeated = Q(token=key)
    if once:
        since = timezone.now() - timedelta(days=SAME_WORDS_DAYS)
        repeated |= Q(created_at__gt=since, fingerprint=words, state__in=(State.PUBLISHED, State.HELD), **where)
    posts = list(Post.objects.filter(repeated, author=author.pk).select_related("thread").order_by("-created_at")[:2])
    post = next((post for post in posts if post.token == key), None)
    if once and not posts:
        limits.count_post(author)
    if posts and (post is None or not composing.are_shown(author, pictures, post.images)):
        raise AlreadyPosted(post or posts[0])
    return post
