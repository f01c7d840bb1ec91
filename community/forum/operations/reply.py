"""Reply to a thread, and recognise a form that is sent a second time."""

import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.composing import operations as composing
from community.core.access import count_post
from community.core.text.richtext import RichText
from community.forum.models import Follow, Post, State, Thread
from community.forum.operations import mentions, reading
from community.forum.operations.changing import LIST, PAGE, changing
from community.forum.operations.errors import NotPossible
from community.forum.operations.indexing import index_post
from community.forum.operations.newcomers import is_new_member
from community.forum.policies import check_can_reply
from community.forum.selectors.who_hears import hearing
from community.notifications import operations as notifications
from community.notifications.models import Kind
from community.safety import operations as safety

if TYPE_CHECKING:
    from community.members.models import Member

SAME_WORDS = timedelta(days=7)  # a browser may restore a tab, with the text in it, days later
SAME_FEW_WORDS, FEW = timedelta(hours=1), 24  # characters: "Thank you so much" is soon meant again
_HREF = re.compile(r'<a\b[^<>]*?href="([^"<>]*)"')
_ADDRESS = re.compile(r"\(?(?:https?://|mailto:|www\.)[^\s<>]+|(?<![^\s<>@()])[^\s<>@()]++@[^\s<>@()]+")
_EDGES = re.compile(r"^\W+|(?<!\W)\W+$")
_LIST_NUMBER = re.compile(r"^[^\S\n]*+\d{1,3}[.)]\s+", re.MULTILINE)


class AlreadyPosted(NotPossible):
    """The author has posted these words here; `post` is that post. Nothing was stored."""

    def __init__(self, post: Post) -> None:
        super().__init__(_("You’ve already posted this here."))
        self.post = post


def reply_to(
    thread: Thread,
    *,
    author: "Member",
    text: RichText,
    token: UUID,
    answers: Post | None = None,
    labels: int = 0,
    pictures: Sequence[composing.Chosen] = (),
    follows: bool = False,
    once: bool = False,
    is_fast: bool = False,
) -> Post:
    """Add a reply with its pictures and notify followers; a repeated submission returns the first reply.

    A submission is repeated when `token` and content are the same; other words with the same token are another reply.
    `follows` says that the author is known to follow the thread, which saves a query; `is_fast` that they typed it
    sooner than a person can. With `once`, raises AlreadyPosted
    when the author has posted the same words in this thread lately.
    Raises PermissionDenied when the thread is locked or not for this author."""
    findings = screen(text, author, text_with_descriptions(pictures, text.plain), is_fast=is_fast)
    key = idempotency_key(token, thread.pk, text.html, answers and answers.pk, labels)
    words = fingerprint(text)
    within = (SAME_FEW_WORDS if len(text.plain) <= FEW else SAME_WORDS) if once else None
    with changing(thread, shows=PAGE | LIST) as change:
        thread = change.thread
        if earlier := earlier_post(author, key, pictures, words=words, within=within, thread=thread):
            change.cancel()
            return earlier
        check_can_reply(author, thread)
        now = timezone.now()
        post = Post(thread=thread, author=author, answers=answers, token=key, created_at=now, labels=labels)
        post.html, post.plain, post.fingerprint = text.html, text.plain, words
        if author.is_held or (findings and safety.must_hold(findings)):
            change.cancel()
            return hold(post, findings, pictures)
        change.publish(post, at=now)
        named = mentions.link_names(post, thread)
        post.save()
        index_post(post)
        attach_pictures(post, pictures)
        if not follows:
            Follow.objects.bulk_create([Follow(thread=thread, member=author)], ignore_conflicts=True)
        reading.author_has_read(author, thread, post)
        announce(post, thread, named)
        open_case_about(post, findings)
    return post


def screen(text: RichText, author: "Member", words: str, *, is_fast: bool = False) -> list[safety.Finding]:
    """Find what a moderator should look at in a new post. `words` are all its words, also those of title and pictures.

    No query more for an established member than the word list's."""
    is_new = author.may_be_new and is_new_member(author)
    return safety.screen(words, author, links=text.web_links, is_new=is_new, is_fast=is_fast)


def open_case_about(post: Post, findings: list[safety.Finding]) -> None:
    """Open a case about a post that is published with what was found in it. No query without findings."""
    if findings:
        safety.open_case(
            post.key, context=post.thread.key, kind="noticed", text=post.plain, author=post.author, findings=findings
        )


def hold(post: Post, findings: list[safety.Finding], pictures: Sequence[composing.Chosen] = ()) -> Post:
    """Hold a post for review by a moderator; until then only its author sees it and can remove it."""
    post.state = State.HELD
    post.save()
    attach_pictures(post, pictures)
    safety.open_case(
        post.key, context=post.thread.key, kind="held", text=post.plain, author=post.author, findings=findings
    )
    return post


def attach_pictures(post: Post, pictures: Sequence[composing.Chosen]) -> None:
    """Attach pictures to a saved post. No query without pictures."""
    if pictures:
        post.images = composing.attach(post.key, post.author, pictures)
        post.save(update_fields=["images"])


def text_with_descriptions(pictures: Sequence[composing.Chosen], text: str) -> str:
    """The text of a post with the descriptions of its pictures, for screening."""
    return "\n".join([text, *(picture.alt for picture in pictures)])


def announce(post: Post, thread: Thread, named: Mapping[int, str]) -> None:
    """Notify members whom the reply concerns, `named` in it or not, and the thread's followers."""
    notifications.record(
        Kind.REPLIED,
        context=thread.key,
        source=post.key,
        actor=post.author,
        number=post.number or 0,
        personal=mentions.to_notify(post, thread, named),
    )


def announce_start(post: Post, thread: Thread, named: Iterable[int]) -> None:
    """Notify members whom an opening post names, and the group's followers; nobody follows the thread yet."""
    notifications.record(
        Kind.STARTED,
        context=thread.key,
        source=post.key,
        actor=post.author,
        number=post.number or 0,
        personal=dict.fromkeys(hearing(named, post, thread), Kind.MENTIONED),
    )


def idempotency_key(token: UUID, *content: Any) -> UUID:
    """Derive a key from a form's token and what was sent with it, so that other words never count as a repetition."""
    return uuid5(token, json.dumps(content, default=str))


def earlier_post(
    author: "Member",
    key: UUID,
    pictures: Sequence[composing.Chosen],
    *,
    words: str,
    within: timedelta | None,
    **where: Any,
) -> Post | None:
    """Return the post that this submission made before, or None. Call it under a lock that orders the submissions.

    Raises AlreadyPosted when a picture came with it now that the post does not show: it stays with the form. Raises it
    also when another submission posted the same `words` (a fingerprint) in the time `within` at the place
    `where`, such as thread=...; a removed or rejected post does not count. A new post counts towards the limit of its
    author, which raises TooOften."""
    repeated = Q(token=key)
    if within:
        since = timezone.now() - within
        repeated |= Q(created_at__gt=since, fingerprint=words, state__in=(State.PUBLISHED, State.HELD), **where)
    found = Post.objects.filter(repeated, author=author.pk).order_by("-created_at").values_list("pk", flat=True)
    keys = list(found[:2])  # no rows, in half the time: nearly always there are none
    posts = list(Post.objects.filter(pk__in=keys).select_related("thread").order_by("-created_at")) if keys else []
    post = next((post for post in posts if post.token == key), None)
    if within and not posts:
        count_post(author)
    if posts and (post is None or not composing.are_shown(author, pictures, post.images)):
        raise AlreadyPosted(post or posts[0])
    return post


def fingerprint(text: RichText, title: str = "") -> str:
    """Return 32 hex digits that two submissions of the same words share.

    A browser that goes back to a form may send as plain text what the editor sent as HTML. So marks of lists and
    quotes, punctuation, spaces and capitals do not count, and an address counts once, in a link or in the text."""
    written = _LIST_NUMBER.sub("", f"{title}\n{text.plain}").casefold()
    addresses = {*_ADDRESS.findall(written), *(html.unescape(link).casefold() for link in _HREF.findall(text.html))}
    words = re.findall(r"\w+", _ADDRESS.sub(" ", written)) or written.split()
    known = sorted({_EDGES.sub("", address).removeprefix("mailto:") for address in addresses})
    return hashlib.blake2b("\n".join([" ".join(words), *known]).encode(), digest_size=16).hexdigest()
