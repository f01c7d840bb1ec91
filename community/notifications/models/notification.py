"""Notifications, and the events that they come from.

The rows are the source of truth and the outbox at once; socket messages only say that something changed.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Why a member is notified."""

    REPLIED = "replied", _("A reply in a discussion you follow")
    STARTED = "started", _("A new discussion in a group you follow")
    ANSWERED = "answered", _("A reply to your post")
    MENTIONED = "mentioned", _("Someone mentioned you in a post")
    QUOTED = "quoted", _("Someone quoted your post")
    SUPPORTED = "supported", _("A reaction to your post")
    FOUND = "found", _("A new result of a saved search")
    MODERATED = "moderated", _("A moderator’s decision")


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications of one member."""

    def unread(self) -> Self:
        """Filter down to unread notifications."""
        return self.filter(read_at__isnull=True)

    def on_site(self) -> Self:
        """Filter down to those that the member wants on the site: what the list and the bell show."""
        return self.filter(on_site=True)

    def unread_first(self) -> Self:
        """Order as in the list: unread before read, each newest first."""
        return self.order_by(Case(When(read_at=None, then=0), default=1), "-updated_at", "-pk")


class Notification(models.Model):
    """Something that one member is notified of.

    A followed thread has one open row per member, which collects all replies until it is read; a member's post has one
    that collects reactions, and a saved search one that collects its new results. `open_key` is the key of the thread,
    the post or the search while such a row is open and NULL once it is
    read: the unique constraint prevents a second open row and allows any number of read ones. `first_number` is the
    first post that the member has not seen; a row without it is not marked as read by reading the thread.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=20, choices=Kind)
    context = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    first_number = models.PositiveIntegerField(null=True)
    text = models.CharField(max_length=500, blank=True)
    open_key = models.CharField(max_length=40, null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    on_site = models.BooleanField(default=True, db_default=True)  # False: the member wants it by other channels alone
    is_planned = models.BooleanField(default=False, db_default=False)  # whether its deliveries are written (plan.py)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "open_key"], name="one_open_row_a_member_and_thread")
        ]
        indexes = [
            models.Index(fields=["recipient", "read_at", "-updated_at"], name="notification_list"),
            models.Index(fields=["source"], name="notification_source"),
            models.Index(fields=["context"], name="notification_context"),
            models.Index(fields=["id"], condition=Q(is_planned=False), name="notification_unplanned"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.recipient_id}: {self.source}"


class Event(models.Model):
    """A change that followers of a context are notified of; expand() writes their rows outside the request."""

    kind = models.CharField(max_length=20, choices=Kind)
    context = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.PositiveIntegerField()
    notified_already = models.JSONField(default=list)
    cursor = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], condition=Q(done_at__isnull=True), name="event_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class Hint(models.Model):
    """A socket message that another process left for the web process to send; deleted once sent."""

    group = models.CharField(max_length=100)
    message = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"hint for {self.group}"
