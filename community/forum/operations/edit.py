"""Edit a post; what it said before is kept."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.core.richtext import RichText
from community.forum.models import Post, PostRevision
from community.forum.operations import counting
from community.forum.operations.errors import NotPossible
from community.forum.policies import check_can_edit
from community.safety import operations as safety

if TYPE_CHECKING:
    from community.members.models import Member


def edit_post(post: Post, *, editor: "Member", text: RichText, version: int, reason: str = "") -> Post:
    """Replace what a post says. Counts, order and read marks stay as they are.

    `version` is the one that the editor saw. Raises NotPossible when the post has changed since, and PermissionDenied
    when it is not hers to edit."""
    findings = safety.screen(text.plain, editor)
    with transaction.atomic():
        counting.locked(post.thread)
        post = Post.objects.select_for_update(of=("self",), no_key=True).select_related("thread").get(pk=post.pk)
        check_can_edit(editor, post)
        if post.version == version + 1 and post.html == text.html:
            return post  # the same form, sent twice
        if post.version != version:
            raise NotPossible(_("This post was changed on another page in the meantime."))
        PostRevision.objects.create(post=post, editor=editor, html=post.html, plain=post.plain, reason=reason)
        post.html, post.plain, post.edited_at, post.version = text.html, text.plain, timezone.now(), version + 1
        post.save(update_fields=["html", "plain", "edited_at", "version"])
        counting.touch(post.thread)
        if findings:  # it stays where it is, and a moderator looks at what it says now
            safety.open_case(
                post.key, context=post.thread.key, kind="report", text=text.plain, author=post.author, findings=findings
            )
    return post
