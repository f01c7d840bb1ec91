"""By which channels each member wants to hear of what."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from community.notifications.models.notification import Kind


class Channel(models.TextChoices):
    """A way by which a member hears of something."""

    SITE = "site", _("On this site")
    EMAIL = "email", _("Email at once")
    DAILY = "daily", _("Daily email")
    WEEKLY = "weekly", _("Weekly email")
    PUSH = "push", _("On my phone or computer")


# The bit of each kind in the columns of Preferences. Stored: never change one, only add.
BITS = {
    Kind.REPLIED: 1,
    Kind.ANSWERED: 2,
    Kind.MENTIONED: 4,
    Kind.QUOTED: 8,
    Kind.SUPPORTED: 16,
    Kind.FOUND: 32,
    Kind.MODERATED: 64,
    Kind.STARTED: 128,
}
EVERYTHING = 2**15 - 1  # kinds that are yet to come, too


def bit_of(kind: str) -> int:
    """The bit of a kind."""
    return BITS[Kind(kind)]


def bits_of(kinds: Iterable[str]) -> int:
    """The bits of several kinds."""
    return sum(bit_of(kind) for kind in set(kinds))


AT_ONCE = bits_of([Kind.ANSWERED, Kind.MENTIONED, Kind.QUOTED, Kind.MODERATED])
IN_DIGEST = bits_of([Kind.REPLIED, Kind.FOUND, Kind.STARTED])


class Stop(models.TextChoices):
    """Why the community sends a member no email, whatever they chose."""

    BOUNCED = "bounced", _("Your email address doesn’t work")
    COMPLAINED = "complained", _("You marked our email as spam")


class Preferences(models.Model):
    """A member's choices: for each channel the kinds, a bit mask; hours in the member's time zone.

    A member who never changed anything may have no row, and has the defaults. `daily_due_at` and `weekly_due_at` say
    when the next digest is looked at."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="preferences"
    )
    site = models.PositiveIntegerField(default=EVERYTHING)
    email = models.PositiveIntegerField(default=AT_ONCE)
    daily = models.PositiveIntegerField(default=IN_DIGEST)
    weekly = models.PositiveIntegerField(default=0)
    push = models.PositiveIntegerField(default=0)
    digest_hour = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(23)])
    digest_weekday = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])  # 0 is Monday
    time_zone = models.CharField(max_length=40, blank=True)  # "" is the community's
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(23)])
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(23)])
    is_paused = models.BooleanField(default=False)
    is_discreet = models.BooleanField(default=False)
    shows_toasts = models.BooleanField(default=True)
    email_stop = models.CharField(max_length=10, choices=Stop, blank=True)
    email_stopped_at = models.DateTimeField(null=True, blank=True)
    daily_due_at = models.DateTimeField(null=True, blank=True)
    weekly_due_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name_plural = _("preferences")
        indexes = [
            models.Index(fields=["daily_due_at"], name="daily_digest_due"),
            models.Index(fields=["weekly_due_at"], name="weekly_digest_due"),
        ]

    def __str__(self) -> str:
        return f"preferences of {self.member_id}"

    def wants(self, channel: str, kind: str) -> bool:
        """Return whether the member chose this channel for this kind, whether it is paused or not."""
        chosen: int = getattr(self, channel)
        return bool(chosen & bit_of(kind))


def wanted_on_site(member: int, kind: str) -> Combinable:
    """The value of Notification.on_site for a new row, which the database looks up while it writes the row."""
    switched_off = Preferences.objects.alias(on=F("site").bitand(bit_of(kind))).filter(pk=member, on=0)
    return ~Exists(switched_off)
