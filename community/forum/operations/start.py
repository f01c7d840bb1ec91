"""Start a thread."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from community.composing import operations as composing
from community.core.access import count_start
from community.core.text.richtext import RichText
from community.education.models import Topic
from community.forum.models import Follow, Group, Post, Thread
from community.forum.models.group import narrower
from community.forum.operations import mentions, reading
from community.forum.operations.changing import LIST, changing
from community.forum.operations.indexing import index_post, index_title
from community.forum.operations.reply import (
    SAME_WORDS,
    announce_start,
    attach_pictures,
    earlier_post,
    fingerprint,
    hold,
    idempotency_key,
    open_case_about,
    screen,
    text_with_descriptions,
)
from community.forum.policies import check_can_start
from community.members.models import Member
from community.safety import operations as safety

# Words that stand for other pages in place of a thread's slug (forum/urls.py).
RESERVED_SLUGS = {"reply", "follow", "catch-up", "people"}


def start_thread(
    group: Group,
    *,
    author: Member,
    title: str,
    text: RichText,
    token: UUID,
    topics: Iterable[Topic] = (),
    audience: str = "public",
    labels: int = 0,
    pictures: Sequence[composing.Chosen] = (),
    once: bool = False,
    is_fast: bool = False,
) -> Post:
    """Start a thread and return its opening post; a repeated submission returns the first one, as in reply_to().

    The thread is never wider than its group. Raises PermissionDenied where the author may not start one, and with
    `once` AlreadyPosted when they have started one with the same words in this group lately."""
    check_can_start(author, group)
    all_words = text_with_descriptions(pictures, f"{title}\n{text.plain}")
    findings = screen(text, author, all_words, is_fast=is_fast)
    topics = list(topics)
    chosen = sorted(topic.pk for topic in topics)
    key = idempotency_key(token, group.pk, title, text.html, chosen, audience, labels)
    words, within = fingerprint(text, title), SAME_WORDS if once else None
    with transaction.atomic():
        # The second of two equal forms waits here, and then finds the post of the first.
        Member.objects.select_for_update(no_key=True).get(pk=author.pk)
        if earlier := earlier_post(author, key, pictures, words=words, within=within, thread__group=group):
            return earlier
        if once:
            count_start(author)
        now = timezone.now()
        thread = Thread.objects.create(
            group=group,
            author=author,
            title=title,
            slug=slug_for(title),
            audience=narrower(audience, group.audience),
            labels=labels,
            created_at=now,
            last_activity_at=now,
        )
        thread.topics.set(topics)
        post = Post(thread=thread, author=author, token=key, html=text.html, plain=text.plain, created_at=now)
        post.fingerprint = words
        Follow.objects.create(thread=thread, member=author)
        if author.is_held or (findings and safety.must_hold(findings)):
            return hold(post, findings, pictures)
        with changing(thread, shows=LIST, created=True) as change:
            change.publish(post, at=now)
            named = mentions.link_names(post, thread)
            post.save()
            index_title(thread)
            index_post(post)
            attach_pictures(post, pictures)
            reading.author_has_read(author, thread, post)
            announce_start(post, thread, named)
            open_case_about(post, findings)
    return post


def slug_for(title: str) -> str:
    """The slug of a thread's address; never one of RESERVED_SLUGS."""
    slug = slugify(title)[:80].strip("-")
    return f"{slug}-discussion".strip("-") if slug in {"", *RESERVED_SLUGS} else slug
