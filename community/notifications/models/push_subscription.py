"""Devices on which members asked to be notified."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

ENDPOINT_LENGTH = 800  # characters; the longest in use, Windows', has about 450


class PushSubscription(models.Model):
    """A browser's subscription to push messages (W3C Push API): where to send them, and the keys to encrypt them with.

    `device` is the hash of a cookie of this browser, and `session` the name of the sign-in that it was turned on in:
    push ends with either. `last_delivery` is the delivery that it accepted last, so that one which has to be sent again
    for another device does not arrive here twice."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=ENDPOINT_LENGTH, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    browser = models.CharField(max_length=200, blank=True)  # its User-Agent header
    device = models.CharField(max_length=64, db_index=True)
    session = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_delivery = models.BigIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    def __str__(self) -> str:
        return f"push subscription of {self.member_id}"
