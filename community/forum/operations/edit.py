"""Edit a post; what it said before is kept."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from community.composing import operations as composing
from community.core.text import richtext
from community.core.text.richtext import RichText
from community.forum.models import Post, PostRevision
from community.forum.operations import label, mentions
from community.forum.operations.changing import LIST, PAGE, changing
from community.forum.operations.errors import NotPossible
from community.forum.operations.reply import with_words_of
from community.forum.policies import check_can_edit
from community.notifications import operations as notifications
from community.notifications.models import Kind
from community.safety import operations as safety

if TYPE_CHECKING:
    from community.members.models import Member


def edit_post(
    post: Post,
    *,
    editor: "Member",
    text: RichText,
    version: int,
    reason: str = "",
    labels: int | None = None,
    pictures: Sequence[composing.Chosen] | None = None,
) -> Post:
    """Replace what a post says, and its pictures and labels where they are given (those of an opening post are its
    discussion's). Counts, order and read marks stay as they are.

    `version` is the one that the editor saw. Raises NotPossible when the post has changed since, and PermissionDenied
    when the editor may not edit it."""
    findings = safety.screen(with_words_of(pictures or (), text.plain), editor)
    with changing(post.thread, shows=PAGE | LIST) as change:
        post = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
        post.thread = change.thread
        check_can_edit(editor, post)
        before, showed = RichText(post.html, post.plain), post.images
        if pictures is not None:
            post.images = composing.attach(post.key, editor, pictures)
        post.html, post.plain = text.html, text.plain
        named = mentions.link_names(post, post.thread) if post.is_published else {}
        had = post.thread.labels if post.begins else post.labels
        labels = had if labels is None else labels
        same_words = post.html == before.html and post.images == showed
        if post.version == version + 1 and same_words and labels == had:
            change.cancel()  # the same form, sent twice
            return post
        if post.version != version:
            raise NotPossible(_("This post was changed on another page in the meantime."))
        if labels != had:
            label.set_on_thread(change.thread, labels) if post.begins else label.set_on_post(
                post, change.thread, labels
            )
        if labels != had and same_words:
            post.version = version + 1
            post.save(update_fields=["version"])
            return post
        PostRevision.objects.create(
            post=post, editor=editor, html=before.html, plain=before.plain, images=showed, reason=reason
        )
        post.edited_at, post.version = timezone.now(), version + 1
        post.save(update_fields=["html", "plain", "images", "edited_at", "version"])
        _notify_newly_named(post, before, named)
        if findings:  # it stays where it is, and a moderator looks at what it says now
            safety.open_case(
                post.key, context=post.thread.key, kind="report", text=text.plain, author=post.author, findings=findings
            )
    return post


def _notify_newly_named(post: Post, before: RichText, named: Mapping[int, str]) -> None:
    """Tell those whom the post names now and did not before; nobody hears of the same post twice."""
    earlier = richtext.names_in(before.html)
    if newly := {pk for pk, name in named.items() if name not in earlier}:
        newly -= notifications.members_notified_of(post.key)
        notifications.notify_each(
            dict.fromkeys(mentions.without_muting(post, post.thread, newly), Kind.MENTIONED),
            context=post.thread.key,
            source=post.key,
            actor=post.author,
            number=post.number or 0,
        )
