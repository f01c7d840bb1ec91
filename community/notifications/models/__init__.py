"""What members are notified of, by which channels, and what was sent."""

from community.notifications.models.delivery import Delivery, Outcome
from community.notifications.models.notification import Event, Hint, Kind, Notification
from community.notifications.models.preferences import Channel, Preferences, Stop, bit_of
from community.notifications.models.push_subscription import PushSubscription

__all__ = [
    "Channel",
    "Delivery",
    "Event",
    "Hint",
    "Kind",
    "Notification",
    "Outcome",
    "Preferences",
    "PushSubscription",
    "Stop",
    "bit_of",
]
