"""What a member is writing and has not sent, one draft for each draft_key where she writes; and her pictures."""

from functools import cached_property
from typing import TYPE_CHECKING, Self, TypedDict, Unpack
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from community.composing.typed import Typed, typed
from community.core.text import richtext

if TYPE_CHECKING:
    from community.members.models import Member

ALT_LENGTH = 300


class Said(TypedDict):
    """What a composer holds: the text, and for a new discussion its title."""

    title: str
    body: str
    rich: bool


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts as a viewer may list them."""

    def visible_to(self, viewer: "Member | AnonymousUser") -> Self:
        """Her own: nobody else reads what is not sent, whatever her role."""
        return self.filter(member=viewer.pk) if viewer.is_authenticated else self.none()


class Draft(models.Model):
    """Her unsent text for one draft_key, such as "thread:45" or "group:3". `version` tells two open tabs apart.

    `body` is what she typed, and goes through core/text/richtext.py only when it is posted: nobody else ever reads it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    draft_key = models.CharField(max_length=40)
    title = models.CharField(max_length=150, blank=True)
    body = models.TextField()
    rich = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "draft_key"], name="one_draft_a_member_and_key")]

    def __str__(self) -> str:
        return f"draft of {self.member_id} for {self.draft_key}"

    def says(self, **said: Unpack[Said]) -> bool:
        """Whether it holds just this."""
        return said == {"title": self.title, "body": self.body, "rich": self.rich}

    def rewrite(self, **said: Unpack[Said]) -> None:
        """Put other words in it: the next version."""
        self.title, self.body, self.rich = said["title"], said["body"], said["rich"]
        self.version, self.saved_at = self.version + 1, timezone.now()
        self.save(update_fields=["title", "body", "rich", "version", "saved_at"])

    @property
    def typed(self) -> Typed:
        """Its words and, where they were formatted, its HTML made safe."""
        return typed(self.body, rich=self.rich)

    @cached_property
    def shown(self) -> str:
        """Its text as HTML that is safe to show; empty where there is too much of it for a post."""
        try:
            return (richtext.clean(self.body) if self.rich else richtext.from_plain(self.body)).html
        except richtext.TooMuch:
            return ""

    @property
    def own_words(self) -> str:
        """What she says in it herself; all of it where she has only quoted until now."""
        own = "".join(part for depth, part in richtext.parts_by_depth(self.shown) if not depth)
        return richtext.clean(own).plain or self.typed.words


class ImageQuerySet(models.QuerySet["Image"]):
    """Pictures as a viewer may list them."""

    def visible_to(self, viewer: "Member | AnonymousUser") -> Self:
        """Her own. Whom others' pictures are for, the posts that show them say (composing/image_access.py)."""
        return self.filter(member=viewer.pk) if viewer.is_authenticated else self.none()

    def unsent(self, draft_key: str) -> Self:
        """Those that wait at a draft_key, in the order in which they were added."""
        return self.filter(draft_key=draft_key, source="").order_by("pk")


class Image(models.Model):
    """A picture that a member added: made anew from its dots alone, in two sizes, nothing of the file that she sent.

    `draft_key` is where she writes, as a draft's; `source` is the post that shows it, such as "post:123", and empty until
    it is posted. `name` is what its files and its address are called, drawn by lot."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="images")
    name = models.UUIDField(default=uuid4, unique=True)
    draft_key = models.CharField(max_length=40)
    source = models.CharField(max_length=40, blank=True)
    alt = models.CharField(max_length=ALT_LENGTH, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    objects = ImageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["member", "draft_key"], name="image_by_draft_key"),
            models.Index(fields=["source"], name="image_by_source"),
        ]

    def __str__(self) -> str:
        return f"image of {self.member_id} for {self.source or self.draft_key}"
