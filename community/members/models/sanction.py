"""Sanctions: limits on what a member may do, each with an end, and warnings, which limit nothing."""

from typing import Any, Self, cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from community.core.text.dates import format_moment


class Scope(models.TextChoices):
    """What a sanction limits. The member's row has the end of each in a column of its own, such as `held_until`."""

    HELD = "held", _("Posts are checked first")
    READ_ONLY = "read_only", _("Can read, but not write")
    NO_MESSAGES = "no_messages", _("No private messages")
    SUSPENDED = "suspended", _("Account paused")


EFFECTS = {
    Scope.HELD: _("Until %(end)s, a moderator looks at your posts before others see them."),
    Scope.READ_ONLY: _("Until %(end)s, you can read here, but you can’t write."),
    Scope.NO_MESSAGES: _("Until %(end)s, you can’t send private messages."),
    Scope.SUSPENDED: _("Until %(end)s, your account is paused: you can read here, but you can’t write."),
}
REMINDER = _("A moderator wrote to you about our guidelines.")


class SanctionQuerySet(models.QuerySet["Sanction"]):
    """Queries on sanctions."""

    def visible_to(self, viewer: Any) -> Self:
        """Filter down to what the viewer may see: their own, and for moderators everyone's."""
        if not viewer.is_authenticated:
            return self.none()
        return self if viewer.moderates else self.filter(member=viewer.pk)

    def in_force(self) -> Self:
        """Filter down to limits that are not over and were not ended early; a warning limits nothing."""
        return self.filter(ended_at=None, ends_at__gt=timezone.now())


class Sanction(models.Model):
    """A limit on a member, or without a scope a warning. Only operations write it.

    It ends by the clock, or earlier at `ended_at`. `text` is for the member, `note` for the team alone; `case` is the
    key of the case that it came from, such as "case:12"."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sanctions")
    scope = models.CharField(max_length=12, choices=Scope, blank=True)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True)
    text = models.CharField(max_length=300)
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    case = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="", ends_at=None) | (~Q(scope="") & Q(ends_at__gt=F("starts_at"))),
                name="every_limit_has_an_end",
            )
        ]
        indexes = [models.Index(F("member"), F("id").desc(), name="sanction_member")]

    def __str__(self) -> str:
        return f"{self.scope or 'warning'} of member {self.member_id}"

    @property
    def key(self) -> str:
        """The key by which the log refers to this sanction."""
        return f"sanction:{self.pk}"

    @property
    def is_warning(self) -> bool:
        """Whether it limits nothing."""
        return not self.scope

    @property
    def is_in_force(self) -> bool:
        """Whether it limits the member now."""
        return self.ended_at is None and self.ends_at is not None and self.ends_at > timezone.now()

    @property
    def effect(self) -> Promise:
        """What the member reads of it, in the language in which it is shown."""
        return cast("Promise", lazy(self._effect, str)())

    def _effect(self) -> str:
        if self.ends_at is None:
            return str(REMINDER)
        return EFFECTS[Scope(self.scope)] % {"end": format_moment(self.ends_at)}
