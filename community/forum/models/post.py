"""Posts: number 1 opens a thread, 2 and on are replies; a number is assigned once, when the post is published."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.forum.models.group import Viewer, not_muted, readable_by
from community.forum.models.thread import Thread
from community.members.models import Block


class State(models.TextChoices):
    """Whether a post is published."""

    HELD = "held", _("Waiting for a moderator")
    PUBLISHED = "published", _("Published")
    REMOVED = "removed", _("Removed")
    REJECTED = "rejected", _("Not published")
    # No post: the line that says where the posts before it went (operations/split.py); `answers` is the first of them.
    MOVED = "moved", _("Moved to another discussion")


class PostQuerySet(models.QuerySet["Post"]):
    """Posts as a viewer may read them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Published posts of threads that the viewer may see.

        By a join: with a subquery of keys SQLite would read every thread."""
        readable = readable_by(viewer, audience="thread__audience", group="thread__group_id")
        return self.filter(readable, state=State.PUBLISHED, thread__published=True)

    def listed_for(self, viewer: Viewer) -> Self:
        """What a list may show: visible_to() without others' posts and threads with labels that the viewer mutes."""
        posts = self.visible_to(viewer)
        if not (viewer.is_authenticated and viewer.muted_labels):
            return posts
        in_sight = not_muted(viewer, labels="thread__labels", author="thread__author")
        return posts.not_muted_by(viewer).filter(Q(author=viewer.pk) | in_sight)

    def not_muted_by(self, viewer: Viewer) -> Self:
        """Without others' posts with a label that the viewer mutes, for the page of one thread."""
        return self.filter(not_muted(viewer)) if viewer.is_authenticated and viewer.muted_labels else self

    def not_blocked_by(self, viewer: Viewer) -> Self:
        """Without posts by members whom the viewer has blocked."""
        if not viewer.is_authenticated:
            return self
        return self.exclude(author__in=Block.objects.filter(blocker=viewer.pk).values("blocked"))

    def with_blocks(self, viewer: Viewer) -> Self:
        """Annotate `by_blocked`, whether the viewer has blocked the author, and `blocks_somebody`, whomever that is."""
        blocks = Block.objects.filter(blocker=viewer.pk or 0)
        return self.annotate(
            by_blocked=Exists(blocks.filter(blocked=OuterRef("author"))), blocks_somebody=Exists(blocks)
        )

    def numbered(self) -> Self:
        """Posts with a number: published, or removed since (a line in the thread says so)."""
        return self.filter(number__isnull=False)

    def for_display(self) -> Self:
        """Load what a page shows of each post in the same query."""
        return self.select_related("author", "answers__author")

    def for_page(self) -> Self:
        """for_display() with the shown columns only: what is cached contains no email address and no password."""
        own = ["thread", "number", "author", "state", "html", "published_at", "edited_at", "removed_by_author"]
        shown = [
            "edited_by_moderator",
            "support_count",
            "reactions",
            "labels",
            "images",
            "answers__thread",
            "answers__number",
            "answers__state",
            "answers__author",
        ]
        known = ["username", "role", "hue", "is_active"]
        people = [f"{whose}__{name}" for whose in ("author", "answers__author") for name in known]
        return self.for_display().only(*own, *shown, *people)


class Post(models.Model):
    """A post. `html` has been sanitised by core/text/richtext.py; `plain` is its text."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="posts")
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="answered_by")
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    html = models.TextField()
    plain = models.TextField()
    token = models.UUIDField()  # of the submission: operations/reply.py
    # operations/reply.py: fingerprint() of the words as they were first submitted; empty for posts without a form
    fingerprint = models.CharField(max_length=32, default="", db_default="", blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    # Whether the text is a moderator's edit: the page says so (operations/correction.py).
    edited_by_moderator = models.BooleanField(default=False, db_default=False)
    removed_at = models.DateTimeField(null=True)
    removed_by_author = models.BooleanField(default=False)
    redacted_at = models.DateTimeField(null=True)  # its text was deleted for good: operations/redaction.py
    # Counts of reactions, all and by kind ({"hug": 41}), stored by operations so that a page needs no query.
    support_count = models.PositiveIntegerField(default=0)
    reactions = models.JSONField(default=dict, blank=True)

    labels = models.PositiveSmallIntegerField(
        default=0
    )  # content_warnings.py: of this reply alone; 0 for the opening post
    # What the page shows of its images, in order: copied from composing's Image rows so that a page needs no query.
    images = models.JSONField(default=list, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="number_unique_in_thread"),
            models.UniqueConstraint(fields=["author", "token"], name="one_post_a_token"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | ~Q(state=State.PUBLISHED), name="published_posts_have_a_number"
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-created_at"], name="post_by_author"),
            # The most supported posts of a thread.
            models.Index(
                fields=["thread", "-support_count", "number"],
                condition=Q(state=State.PUBLISHED, support_count__gt=0),
                name="post_by_support",
            ),
            # The count of today's authors on the front page.
            models.Index(fields=["published_at"], condition=Q(state=State.PUBLISHED), name="post_lately"),
        ]

    def __str__(self) -> str:
        return f"post {self.number} of thread {self.thread_id}"

    def get_absolute_url(self) -> str:
        """The permalink: it redirects to the right page, also after a merge."""
        return reverse("post", args=[self.pk])

    @property
    def key(self) -> str:
        """The key by which lower layers refer to this post."""
        return f"post:{self.pk}"

    @property
    def opens(self) -> bool:
        """Whether this is the opening post."""
        return self.number == 1

    @property
    def begins(self) -> bool:
        """Whether this is the opening post, also a held or rejected one: its labels are the thread's."""
        return self.number == 1 or (self.number is None and self.thread.last_number == 0)

    @property
    def is_moved(self) -> bool:
        """Whether this is no post but the line that says where some went."""
        return self.state == State.MOVED

    @property
    def is_published(self) -> bool:
        """Whether it can be read."""
        return self.state == State.PUBLISHED


class PostRevision(models.Model):
    """A post as it was before an edit."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    html = models.TextField()
    plain = models.TextField()
    images = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"revision of post {self.post_id}"
