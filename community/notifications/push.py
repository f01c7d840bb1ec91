"""Send push messages to members' devices (RFC 8030, 8291 and 8292).

A message says what kind of thing happened, and nothing else: a lock screen is seen by others."""

import json
import logging
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.models import Member
from community.notifications import push_keys
from community.notifications.models import Delivery, Kind, Notification, PushSubscription
from community.notifications.undeliverable import Undeliverable

logger = logging.getLogger(__name__)

TITLES = {
    Kind.REPLIED: gettext_lazy("New reply in a discussion you follow"),
    Kind.STARTED: gettext_lazy("New discussion in a group you follow"),
    Kind.ANSWERED: gettext_lazy("Someone replied to you"),
    Kind.MENTIONED: gettext_lazy("Someone mentioned you"),
    Kind.QUOTED: gettext_lazy("Someone quoted you"),
    Kind.SUPPORTED: gettext_lazy("Someone reacted to your post"),
    Kind.FOUND: gettext_lazy("New result for a saved search"),
    Kind.MODERATED: gettext_lazy("You have news from the moderators"),
}
# A device that saves its battery may wait with these (RFC 8030, 5.3); the others are about the member.
LESS_URGENT = {Kind.REPLIED, Kind.STARTED, Kind.SUPPORTED, Kind.FOUND}
TIME_TO_LIVE = 86_400  # seconds that a push service stores a message for a device that is off
GONE = {404, 410}
TRY_AGAIN = {408, 425, 429}
TOKEN_SECONDS = 6 * 3600  # RFC 8292 allows 24 hours


def send(delivery: Delivery) -> None:
    """Send a delivery to every device of its recipient that has not accepted it yet.

    Raises Undeliverable when no device is left or each has refused it, and OSError when one should be tried again."""
    member = delivery.recipient
    devices = list(PushSubscription.objects.filter(member=member).order_by("pk"))
    with translation.override(member.language or settings.LANGUAGE_CODE):
        message = json.dumps(_message(delivery))
    refused, fault, accepted = "there is no device left", None, False
    for device in devices:
        if device.last_delivery == delivery.pk:
            accepted = True
            continue
        try:
            status = _post(device, message, delivery)
        except OSError as unreachable:
            fault = unreachable
            continue
        if status < 300:
            accepted = True
            rows = PushSubscription.objects.filter(pk=device.pk)
            rows.update(last_used_at=timezone.now(), last_delivery=delivery.pk)
        elif status in GONE:
            PushSubscription.objects.filter(pk=device.pk).delete()
        elif status in TRY_AGAIN or status >= 500:
            fault = OSError(f"the push service answered {status}")
        else:
            refused = f"the push service answered {status}"
            logger.warning("%s to a push message for %s", refused, urlsplit(device.endpoint).hostname)
    if fault:
        raise fault
    if not accepted:
        raise Undeliverable(refused)


def _message(delivery: Delivery) -> dict[str, Any]:
    """What the service worker shows (static/js/service-worker.js): one notification a tag, however many replies."""
    if _is_discreet(delivery.recipient):
        title, tag = _("There’s something new for you"), "new"
    else:
        title, tag = str(TITLES[Kind(delivery.kind)]), delivery.kind
    if delivery.is_sample:
        title, tag = _("Sample: %(title)s") % {"title": title}, "sample"
    return {"title": title, "tag": tag, "lang": translation.get_language(), "url": _address(delivery)}


def _is_discreet(member: Member) -> bool:
    try:
        return member.preferences.is_discreet
    except ObjectDoesNotExist:
        return False


def _address(delivery: Delivery) -> str:
    """The notification's own address, which leads on to what it is about; the list's when it is gone."""
    if delivery.is_sample:
        return reverse("preferences")
    rows = Notification.objects.unread().filter(recipient=delivery.recipient_id, kind=delivery.kind)
    rows = rows.filter(open_key=delivery.open_key) if delivery.open_key else rows.filter(source=delivery.source)
    pk = rows.order_by("-pk").values_list("pk", flat=True).first()
    return reverse("open_notification", args=[pk]) if pk else reverse("notifications")


def _post(device: PushSubscription, message: str, delivery: Delivery) -> int:
    """Encrypt and send a message to one device; return the status of the answer."""
    from pywebpush import WebPusher  # at the first push: it takes time and memory, and many communities send none

    from community.notifications.push_connection import post

    keys = {"p256dh": device.p256dh, "auth": device.auth}
    pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
    body = pusher.encode(message.encode())["body"]
    endpoint = urlsplit(device.endpoint)
    topic = delivery.key if delivery.is_sample else delivery.kind
    claims = {
        "aud": f"{endpoint.scheme}://{endpoint.netloc}",
        "sub": f"mailto:{settings.TEAM_EMAIL}",
        "exp": int(time.time()) + TOKEN_SECONDS,
    }
    headers = push_keys.signer().sign(claims) | {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(TIME_TO_LIVE),
        "Urgency": "low" if delivery.kind in LESS_URGENT else "normal",
        # A device that was off gets the last one of a kind alone; hashed, since the push service reads it.
        "Topic": salted_hmac("push topic", topic, algorithm="sha256").hexdigest()[:32],
    }
    return post(device.endpoint, body, headers).status_code
