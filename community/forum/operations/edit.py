"""Edit a post and store its previous text as a revision."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from community.composing import operations as composing
from community.core.text import richtext
from community.core.text.richtext import RichText
from community.forum.models import Post, PostRevision
from community.forum.operations import label, mentions
from community.forum.operations.changing import LIST, PAGE, changing, lock_post
from community.forum.operations.errors import NotPossible
from community.forum.operations.indexing import index_post
from community.forum.operations.newcomers import is_new_member
from community.forum.operations.reply import text_with_descriptions
from community.forum.policies import check_can_edit
from community.forum.selectors.who_hears import followers, hearing
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
    """Replace a post's text, and its pictures and labels where they are given.

    The labels of an opening post are its thread's. Counts, order and reading states do not change. `version` is the one
    that the editor saw. Raises NotPossible when the post has changed since, and PermissionDenied
    when the editor may not edit it."""
    is_new = editor.may_be_new and is_new_member(editor)
    words = text_with_descriptions(pictures or (), text.plain)
    findings = safety.screen(words, editor, links=text.web_links, is_new=is_new, is_edit=True)
    with changing(post.thread, shows=PAGE | LIST) as change:
        post = lock_post(post, change.thread)
        check_can_edit(editor, post)
        old_text, old_images = RichText(post.html, post.plain), post.images
        if pictures is not None:
            post.images = composing.attach(post.key, editor, pictures)
        post.html, post.plain = text.html, text.plain
        named = mentions.link_names(post, post.thread) if post.is_published else {}
        old_labels = post.thread.labels if post.begins else post.labels
        labels = old_labels if labels is None else labels
        same_text = post.html == old_text.html and post.images == old_images
        if post.version == version + 1 and same_text and labels == old_labels:
            change.cancel()  # the same form, sent twice
            return post
        if post.version != version:
            raise NotPossible(_("This post was changed in another window while you were editing it."))
        if labels != old_labels:
            label.set_on_thread(change.thread, labels) if post.begins else label.set_on_post(
                post, change.thread, labels
            )
        if labels != old_labels and same_text:
            post.version = version + 1
            post.save(update_fields=["version"])
            return post
        PostRevision.objects.create(
            post=post, editor=editor, html=old_text.html, plain=old_text.plain, images=old_images, reason=reason
        )
        post.edited_at, post.version, post.edited_by_moderator = timezone.now(), version + 1, False
        post.save(update_fields=["html", "plain", "images", "edited_at", "version", "edited_by_moderator"])
        index_post(post)
        _notify_newly_named(post, old_text, named)
        correct_unread(post, old_text, named)
        # The post stays published while a moderator reviews the new text.
        if findings or (editor.is_held and post.is_published):
            safety.open_case(
                post.key,
                context=post.thread.key,
                kind="noticed",
                text=text.plain,
                author=post.author,
                findings=findings,
            )
    return post


def _notify_newly_named(post: Post, old_text: RichText, named: Mapping[int, str]) -> None:
    """Notify members whom the post names now and did not before, each only once of the same post."""
    earlier = richtext.names_in(old_text.html)
    if newly := {pk for pk, name in named.items() if name not in earlier}:
        newly -= notifications.members_notified_of(post.key)
        notifications.notify_each(
            dict.fromkeys(hearing(newly, post, post.thread), Kind.MENTIONED),
            context=post.thread.key,
            source=post.key,
            actor=post.author,
            number=post.number or 0,
        )


def correct_unread(post: Post, old_text: RichText, named: Mapping[int, str]) -> None:
    """Correct unread notifications of members whom the post named or quoted before, and does no longer."""
    if not mentions.concerned(old_text.html) - mentions.concerned(post.html):
        return
    thread, kind = post.thread, Kind.STARTED if post.begins else Kind.REPLIED
    unread = set(notifications.unread_personal(post.key).values_list("recipient_id", flat=True))
    kinds = mentions.to_notify(post, thread, named)
    about = {"thread": thread.pk, "group": thread.group_id, "by": post.author_id or 0, "unseen": post.number or 0}
    following = followers(kind, **about, after=0).filter(member_id__in=unread - kinds.keys())
    notifications.correct(
        dict.fromkeys(following.values_list("member_id", flat=True), kind) | kinds,
        by_followers=kind,
        context=thread.key,
        source=post.key,
        actor=post.author,
        number=post.number or 0,
    )
