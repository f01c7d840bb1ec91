"""Posts: number 1 opens a thread, 2 and on are replies; a number is given once, when the post is published."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.forum.models.group import Viewer, not_muted, readable_by
from community.forum.models.thread import Thread


class State(models.TextChoices):
    """Where a post is in its life."""

    HELD = "held", _("Waiting for a moderator")
    PUBLISHED = "published", _("Published")
    REMOVED = "removed", _("Removed")
    REJECTED = "rejected", _("Not published")


class PostQuerySet(models.QuerySet["Post"]):
    """Posts as a viewer may read them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Published posts of threads that the viewer may see. Joined: for a list of keys SQLite reads every thread."""
        readable = readable_by(viewer, audience="thread__audience", group="thread__group_id")
        return self.filter(readable, state=State.PUBLISHED, thread__published=True)

    def listed_for(self, viewer: Viewer) -> Self:
        """What a list may show: visible_to() without what others wrote and the viewer does not want to meet now."""
        posts = self.visible_to(viewer)
        if not (viewer.is_authenticated and viewer.muted_labels):
            return posts
        in_sight = not_muted(viewer, labels="thread__labels", author="thread__author")
        return posts.not_muted_by(viewer).filter(Q(author=viewer.pk) | in_sight)

    def not_muted_by(self, viewer: Viewer) -> Self:
        """Within a discussion that she opened: without posts by others with a label that she hides."""
        return self.filter(not_muted(viewer)) if viewer.is_authenticated and viewer.muted_labels else self

    def placed(self) -> Self:
        """Posts that have a place in their thread: published, or removed since (a line says so)."""
        return self.filter(number__isnull=False)

    def for_display(self) -> Self:
        """With what a page shows of each post, in the same statement."""
        return self.select_related("author", "answers__author")

    def for_page(self) -> Self:
        """for_display() and nothing besides: what is kept of a page holds no address, no password and no other text."""
        own = ["thread", "number", "author", "state", "html", "published_at", "edited_at", "removed_by_author"]
        shown = [
            "support_count",
            "reactions",
            "labels",
            "images",
            "answers__number",
            "answers__state",
            "answers__author",
        ]
        known = ["username", "role", "hue", "is_active"]
        people = [f"{whose}__{name}" for whose in ("author", "answers__author") for name in known]
        return self.for_display().only(*own, *shown, *people)


class Post(models.Model):
    """What somebody wrote. `html` went through core/text/richtext.py; `plain` is the words alone."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="posts")
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="answered_by")
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    html = models.TextField()
    plain = models.TextField()
    token = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by_author = models.BooleanField(default=False)
    # How many reactions, all and by reaction ({"hug": 41}): kept by operations, so that a page asks nothing more.
    support_count = models.PositiveIntegerField(default=0)
    reactions = models.JSONField(default=dict, blank=True)

    labels = models.PositiveSmallIntegerField(
        default=0
    )  # content_warnings.py: of this reply alone; 0 for the opening post
    # What the page shows of its pictures, in their order: composing's Image rows, kept here so that pages ask nothing.
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
            # Who wrote today, on the front page.
            models.Index(fields=["published_at"], condition=Q(state=State.PUBLISHED), name="post_lately"),
        ]

    def __str__(self) -> str:
        return f"post {self.number} of thread {self.thread_id}"

    def get_absolute_url(self) -> str:
        """The permalink: it finds the page for whoever follows it, also after a merge."""
        return reverse("post", args=[self.pk])

    @property
    def key(self) -> str:
        """How lower floors name this post."""
        return f"post:{self.pk}"

    @property
    def opens(self) -> bool:
        """Whether this is the opening post."""
        return self.number == 1

    @property
    def begins(self) -> bool:
        """Whether this is the opening post, also one that waits or was never published: the thread has its labels."""
        return self.number == 1 or (self.number is None and self.thread.last_number == 0)

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
