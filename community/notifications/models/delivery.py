"""What leaves the site: one row for each email and each push message."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.notifications.models.notification import Kind
from community.notifications.models.preferences import Channel

SAMPLE = "sample:"  # how the key of a sample begins


class Outcome(models.TextChoices):
    """What became of a delivery."""

    SENT = "sent", _("Sent")
    NOT_NEEDED = "not_needed", _("Not needed any more")
    FAILED = "failed", _("Given up")


class Delivery(models.Model):
    """A notification on one channel, or a digest, for one member.

    It names what it reports as the notification does, and everything else is looked up when it is sent. `key` is unique
    for a member and channel, so that one event gives a person at most one email: the key of the post, or the day of a
    digest, or SAMPLE and a token. `open_key` is that of a notification which collects several things. A row that is
    being sent is leased: when the process dies, another one sends it once the lease has run out."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)  # "" for a digest
    context = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=40, blank=True)
    open_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "channel", "key"], name="one_delivery_a_member_channel_and_key"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(finished_at__isnull=True), name="delivery_due"),
            models.Index(fields=["source"], name="delivery_source"),
            models.Index(fields=["finished_at"], name="delivery_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} to {self.recipient_id}: {self.key}"

    @property
    def is_sample(self) -> bool:
        """Whether the member asked for it, to see what it looks like: it reports nothing."""
        return self.key.startswith(SAMPLE)
