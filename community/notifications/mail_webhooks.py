"""What the mail provider reports: anymail checks its signature or secret, and we act on bounces and complaints.

Imported only where a provider is configured (apps.py, config/urls.py): anymail takes time and memory."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from anymail.urls import urlpatterns
from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.crypto import constant_time_compare

from community.notifications import operations
from community.notifications.models import Stop

# Failures that may pass, such as a full mailbox. anymail reports these of them as bounces, like those for good.
SOFT: dict[str, Callable[[dict[str, Any]], bool]] = {
    "Postmark": lambda event: event.get("Type") == "SoftBounce",
    "Brevo": lambda event: event.get("event") == "soft_bounce",
}


def webhook_urls(provider: str) -> list[URLPattern]:
    """Return the addresses of one provider, such as "postmark/tracking/", and where it brings replies by email."""
    lines = {line.name: line for line in urlpatterns}
    urls = [lines[f"{provider}_tracking_webhook"]]
    if settings.REPLY_DOMAIN:
        inbound = lines[f"{provider}_inbound_webhook"]
        urls.append(path(f"{provider}/inbound/", with_attachments(inbound.callback), name=inbound.name))
    return urls


def with_attachments(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a provider that is known by its password send a mail as JSON, with attachments of several megabytes."""

    @wraps(view)
    def large(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        secret = settings.ANYMAIL.get("WEBHOOK_SECRET", "")
        sent = get_request_basic_auth(request) or ""
        if request.content_type == "application/json" and secret and constant_time_compare(sent, secret):
            vars(request)["_body"] = request.read()  # request.body would refuse more than a form may have
        return view(request, *args, **kwargs)

    return large


@receiver(tracking)
def stop_email(event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """Stop notifications to an address that does not exist, or whose owner calls them spam."""
    why = _why(event, esp_name)
    if why and event.recipient:
        operations.stop_email(event.recipient, why)


def _why(event: AnymailTrackingEvent, esp_name: str) -> Stop | None:
    if event.event_type == EventType.COMPLAINED:
        return Stop.COMPLAINED
    has_failed = event.event_type in (EventType.BOUNCED, EventType.REJECTED)
    if not has_failed or event.reject_reason not in (RejectReason.BOUNCED, RejectReason.INVALID):
        return None
    is_soft = SOFT.get(esp_name)
    return None if is_soft and is_soft(event.esp_event) else Stop.BOUNCED
