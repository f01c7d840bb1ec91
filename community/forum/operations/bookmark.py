"""Bookmarks: posts that a member saves for later, each with a note."""

from typing import TYPE_CHECKING

from community.forum.models import Bookmark, Post
from community.forum.models.bookmark import NOTE_LENGTH
from community.forum.policies import check_can_bookmark

if TYPE_CHECKING:
    from community.members.models import Member


def add_bookmark(post: Post, member: "Member") -> Bookmark:
    """Bookmark a post; a second time changes nothing. Raises PermissionDenied when the member may not read it."""
    check_can_bookmark(member, post)
    return Bookmark.objects.get_or_create(post=post, member=member)[0]


def write_note(bookmark: Bookmark, text: str, *, question: bool) -> None:
    """Write the note, at most NOTE_LENGTH characters; `question` puts it on the sheet for a visit.

    Raises ValueError for a longer note, and for a question without text."""
    if len(text) > NOTE_LENGTH or (question and not text):
        raise ValueError("a note has at most 500 characters, and a question has text")
    bookmark.note, bookmark.question = text, question
    bookmark.save(update_fields=["note", "question"])


def remove_bookmark(bookmark: Bookmark) -> None:
    """Remove a bookmark with its note."""
    Bookmark.objects.filter(pk=bookmark.pk).delete()


def restore_bookmark(post: int, member: "Member", *, text: str, question: bool) -> None:
    """Undo remove_bookmark(), also for a post that the member may not read now.

    Nothing happens when it is bookmarked again already, or when the post does not exist any more."""
    if Post.objects.filter(pk=post).exists():
        fields = {"note": text, "question": question}
        Bookmark.objects.get_or_create(post_id=post, member=member, defaults=fields)
