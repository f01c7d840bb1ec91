"""What the mail provider reports: anymail checks its signature or secret, and we act on bounces and complaints."""

from collections.abc import Callable
from typing import Any

from allauth.account.signals import email_changed
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.dispatch import receiver
from django.urls import URLPattern

from community.notifications import operations
from community.notifications.models import Stop

# Failures that may pass, such as a full mailbox. anymail reports these of them as bounces, like those for good.
SOFT: dict[str, Callable[[dict[str, Any]], bool]] = {
    "Postmark": lambda event: event.get("Type") == "SoftBounce",
    "Brevo": lambda event: event.get("event") == "soft_bounce",
}


def webhook_urls(provider: str) -> list[URLPattern]:
    """Return the addresses of one provider, such as "postmark/tracking/"."""
    from anymail.urls import urlpatterns  # only where a provider is configured: it loads all of them

    return [line for line in urlpatterns if line.name == f"{provider}_tracking_webhook"]


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


@receiver(email_changed)
def resume_email(user: Any, **kwargs: Any) -> None:
    """Send notifications again once a member has a new address."""
    operations.resume_email(user)
