"""Take the text of a post out of everything that is stored, for good."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from community.composing import operations as composing
from community.core.text import richtext
from community.core.text.passages import Passages
from community.forum.blocked_quotes import replace_quotes
from community.forum.models import Post, PostRevision, State, Thread
from community.forum.operations.changing import LIST, PAGE, changing, lock_post
from community.forum.operations.errors import NotPossible
from community.forum.operations.indexing import index_post
from community.safety import operations as safety
from community.search.matching import forget_deleted_terms
from community.search.spelling import forget_words

INDEX = "forum_post_index"


@dataclass(frozen=True)
class Redacted:
    """In how many posts, earlier versions, drafts and cases the text was, and how many pictures were deleted."""

    quotes: int
    revisions: int
    drafts: int
    cases: int
    pictures: int


def redact_post(post: Post) -> Redacted:
    """Delete the text and the pictures of a removed or rejected post wherever they are stored. This has no undo.

    Its own and others' earlier versions, quotes, drafts, reports, the search index and the counted words. The line that
    says it was removed stays, with its number. Call purge() after the commit. Raises NotPossible for a post that can
    still be read, and for one that is redacted already."""
    address = post.get_absolute_url()
    others = Post.objects.filter(html__contains=f'"{address}"').exclude(pk=post.pk)
    earlier = PostRevision.objects.filter(html__contains=f'"{address}"').exclude(post=post)
    with transaction.atomic():
        _lock_and_bump({post.thread_id, *others.values_list("thread_id", flat=True)})
        post = lock_post(post, Thread.objects.get(pk=post.thread_id))
        if post.redacted_at:
            raise NotPossible(_("The text of this post has been erased already."))
        if post.state not in (State.REMOVED, State.REJECTED):
            raise NotPossible(_("Remove the post first. Then its text can be erased."))
        passages = Passages([post.plain, *post.revisions.values_list("plain", flat=True)])
        quoting = [other for other in others if _leave_out_quote(other, post)]
        for other in quoting:
            other.version += 1
            other.save(update_fields=["html", "plain", "version"])
            index_post(other)
        revisions = [each for each in earlier if _leave_out_quote(each, post)]
        PostRevision.objects.bulk_update(revisions, ["html", "plain"])
        own = post.revisions.update(html="", plain="", images=[], reason="")
        post.html = post.plain = post.fingerprint = ""
        post.images, post.redacted_at, post.version = [], timezone.now(), post.version + 1
        post.save(update_fields=["html", "plain", "fingerprint", "images", "redacted_at", "version"])
        index_post(post)
        forget_words(passages.words, uses=1 + len(quoting))
        return Redacted(
            quotes=len(quoting),
            revisions=own + len(revisions),
            drafts=composing.redact_drafts(post.key, passages, without_quote=lambda html: _without(html, post)),
            cases=safety.redact_cases(post.key, passages),
            pictures=composing.delete_posted(post.key),
        )


def purge() -> None:
    """Let SQLite forget what was deleted: in its index, in free pages and in the log of writes. Outside a transaction.

    It may take minutes in a large community, and others wait with what they write. A dump of PostgreSQL has none of
    it; its own files are cleaned by autovacuum."""
    if connection.vendor != "sqlite":
        return
    forget_deleted_terms(INDEX)
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _lock_and_bump(threads: set[int]) -> None:
    """Lock the threads until the transaction ends, in the order that avoids deadlocks, and bump their versions."""
    for thread in Thread.objects.filter(pk__in=threads).order_by("pk"):
        with changing(thread, shows=PAGE | LIST):
            pass


def _leave_out_quote(row: Post | PostRevision, post: Post) -> bool:
    """Set the text of a post, or of an earlier version, without its quotes of `post`; return whether it had some."""
    html = _without(row.html, post)
    if html == row.html:
        return False
    text = richtext.clean(html)
    row.html, row.plain = text.html, text.plain
    return True


def _without(html: str, post: Post) -> str:
    line = escape(_("What was quoted here has been erased."))
    return replace_quotes(html, {post.pk}, lambda quote: f"<blockquote><p>{line}</p></blockquote>")
