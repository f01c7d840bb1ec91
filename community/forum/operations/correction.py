"""Replace the text of a member's post on behalf of the moderators."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from community.core.text.richtext import RichText
from community.forum.models import Post, PostRevision, State
from community.forum.operations import mentions
from community.forum.operations.changing import LIST, PAGE, changing, lock_post
from community.forum.operations.edit import correct_unread
from community.forum.operations.errors import NotPossible
from community.forum.operations.indexing import index_post

if TYPE_CHECKING:
    from community.members.models import Member


def correct_post(
    post: Post, *, editor: "Member", text: RichText, reason: str, by_moderator: bool = True, after: int | None = None
) -> PostRevision:
    """Replace the text of another member's post, and return the revision that has the text of before.

    The page says that a moderator edited it, unless this undoes such an edit (`by_moderator`). Neither figures nor
    order change, nothing is screened again, and whom the new text names is not notified. `after` is the latest revision
    that the editor knows. Raises NotPossible when there is a later one, when the text is the same, and for a post that
    is removed or rejected."""
    with changing(post.thread, shows=PAGE | LIST) as change:
        post = lock_post(post, change.thread, "author")
        if post.state not in (State.PUBLISHED, State.HELD):
            raise NotPossible(_("Only a post that’s published or held can be edited."))
        if after is not None and post.revisions.filter(pk__gt=after).exists():
            raise NotPossible(_("This post has been edited again since."))
        old_text = RichText(post.html, post.plain)
        post.html, post.plain = text.html, text.plain
        named = mentions.link_names(post, change.thread) if post.is_published else {}
        if post.html == old_text.html:
            raise NotPossible(_("The text is the same as before."))
        revision = PostRevision.objects.create(
            post=post, editor=editor, html=old_text.html, plain=old_text.plain, images=post.images, reason=reason
        )
        post.edited_at, post.version, post.edited_by_moderator = timezone.now(), post.version + 1, by_moderator
        post.save(update_fields=["html", "plain", "edited_at", "version", "edited_by_moderator"])
        index_post(post)
        if post.is_published:
            correct_unread(post, old_text, named)
        else:
            change.cancel()
    return revision
