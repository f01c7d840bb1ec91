"""Drafts, one per member and key, and the pictures that members add."""

from functools import cached_property
from typing import TYPE_CHECKING, Self, TypedDict, Unpack
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from community.composing.composer_text import ComposerText, composer_text
from community.core.text import richtext

if TYPE_CHECKING:
    from community.members.models import Member

ALT_LENGTH = 300
CHOICES_LENGTH = 1000


class DraftContent(TypedDict):
    """The content of a composer: the text, the title of a new thread, and what is chosen beside them."""

    title: str
    body: str
    rich: bool
    choices: str


class DraftQuerySet(models.QuerySet["Draft"]):
    """Queries on drafts."""

    def visible_to(self, viewer: "Member | AnonymousUser") -> Self:
        """Filter down to the viewer's own: nobody else reads a draft, whatever their role."""
        return self.filter(member=viewer.pk) if viewer.is_authenticated else self.none()


class Draft(models.Model):
    """A member's unsent text for one key, such as "thread:45" or "group:3".

    `version` detects that another tab has saved. `body` is stored as submitted: core/text/richtext.py sanitises it when
    it is shown or posted. `choices` are other fields of the form, such as content warnings, as a query string: the form
    that is filled with them knows which are still valid."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    draft_key = models.CharField(max_length=40)
    title = models.CharField(max_length=150, blank=True)
    body = models.TextField()
    rich = models.BooleanField(default=False)
    choices = models.CharField(max_length=CHOICES_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "draft_key"], name="one_draft_a_member_and_key")]

    def __str__(self) -> str:
        return f"draft of {self.member_id} for {self.draft_key}"

    def equals(self, **content: Unpack[DraftContent]) -> bool:
        """Return whether the draft has exactly this content."""
        return content == {"title": self.title, "body": self.body, "rich": self.rich, "choices": self.choices}

    def rewrite(self, **content: Unpack[DraftContent]) -> None:
        """Replace the content, as the next version."""
        for name, value in content.items():
            setattr(self, name, value)
        self.version, self.saved_at = self.version + 1, timezone.now()
        self.save(update_fields=[*content, "version", "saved_at"])

    @property
    def composer_text(self) -> ComposerText:
        """The text as a composer starts with it, its HTML sanitised."""
        return composer_text(self.body, rich=self.rich)

    @cached_property
    def shown(self) -> str:
        """The text as safe HTML; empty when it is too long for a post."""
        try:
            return (richtext.clean(self.body) if self.rich else richtext.from_plain(self.body)).html
        except richtext.TooMuch:
            return ""

    @property
    def own_words(self) -> str:
        """The text without quotes; all of it when it only quotes."""
        own = "".join(part for depth, part in richtext.parts_by_depth(self.shown) if not depth)
        return richtext.clean(own).plain or self.composer_text.plain


class ImageQuerySet(models.QuerySet["Image"]):
    """Queries on pictures."""

    def visible_to(self, viewer: "Member | AnonymousUser") -> Self:
        """Filter down to the viewer's own. Who may see others' depends on their posts (composing/image_access.py)."""
        return self.filter(member=viewer.pk) if viewer.is_authenticated else self.none()

    def unsent(self, draft_key: str) -> Self:
        """Filter down to pending pictures of a draft key, in the order in which they were added."""
        return self.filter(draft_key=draft_key, source="").order_by("pk")


class Image(models.Model):
    """A picture that a member added, encoded again in two sizes.

    `draft_key` is that of its draft; `source` is the post that shows it, such as "post:123", empty until it is posted.
    `name` is random, and names its files and its address."""

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
