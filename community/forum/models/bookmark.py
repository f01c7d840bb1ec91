"""Bookmarks of posts, with a note that only the member can read."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from community.forum.models.group import Viewer
from community.forum.models.post import Post

NOTE_LENGTH = 500


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    """Bookmarks as a viewer may list them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The viewer's own: nobody else sees them, whatever their role."""
        return self.filter(member=viewer.pk) if viewer.is_authenticated else self.none()

    def questions(self) -> Self:
        """Those whose note is on the sheet of questions, oldest first."""
        return self.filter(question=True).exclude(note="").order_by("created_at", "pk")


class Bookmark(models.Model):
    """A post that a member wants to find again; `question` puts the note on the sheet for a doctor's visit."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bookmarks")
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    question = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "post"], name="one_bookmark_a_member_and_post")]
        indexes = [models.Index(fields=["member", "-created_at"], name="bookmark_list")]

    def __str__(self) -> str:
        return f"bookmark of {self.member_id} on post {self.post_id}"
