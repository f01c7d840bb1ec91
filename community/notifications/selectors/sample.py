"""Say what a member would get who asks for a sample, and why not."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from community.notifications.models import Channel, PushSubscription, Stop

if TYPE_CHECKING:
    from community.members.models import Member
    from community.notifications.models import Preferences


class Obstacle(StrEnum):
    """Why no sample can be sent by email; `PAUSED` stops push messages too."""

    PAUSED = "paused"
    BOUNCED = Stop.BOUNCED.value
    COMPLAINED = Stop.COMPLAINED.value
    UNCONFIRMED = "unconfirmed"


WHY_NOT = {
    Obstacle.PAUSED: _(
        "You can’t get a sample while everything is paused. Turn off “Pause everything” and save first."
    ),
    Obstacle.BOUNCED: _(
        "We can’t send you a sample by email, because your email address doesn’t work. At the top of this page you can"
        " change it or try it again."
    ),
    Obstacle.COMPLAINED: _(
        "We can’t send you a sample by email, because one of our emails was marked as spam. Turn email on again first."
    ),
    Obstacle.UNCONFIRMED: _(
        "We can’t send you a sample by email, because you haven’t confirmed your address yet. Open the link in the"
        " email we sent you, or ask for a new one."
    ),
}


@dataclass(frozen=True)
class Sample:
    """The channels that a sample goes by now; `pending` is a new address that the member has not confirmed yet."""

    address: str
    pending: str
    obstacle: Obstacle | None
    has_devices: bool

    @property
    def by_email(self) -> bool:
        """Whether an email can be sent."""
        return self.obstacle is None

    @property
    def by_push(self) -> bool:
        """Whether there is a device to send a push message to."""
        return self.has_devices and self.obstacle != Obstacle.PAUSED

    @property
    def why_not(self) -> str:
        """Why no email is sent, and what to do."""
        return str(WHY_NOT[self.obstacle]) if self.obstacle else ""

    @property
    def channels(self) -> list[Channel]:
        """What is sent."""
        return [Channel.EMAIL] * self.by_email + [Channel.PUSH] * self.by_push


def sample_for(member: "Member", preferences: "Preferences") -> Sample:
    """Look up what a sample would be sent to, in two queries."""
    addresses = list(EmailAddress.objects.filter(user=member.pk).values_list("email", "verified"))
    is_confirmed = any(verified and email.lower() == member.email.lower() for email, verified in addresses)
    obstacle = None
    if preferences.is_paused:
        obstacle = Obstacle.PAUSED
    elif preferences.email_stop:
        obstacle = Obstacle(preferences.email_stop)
    elif not is_confirmed:
        obstacle = Obstacle.UNCONFIRMED
    return Sample(
        address=member.email,
        pending=next((email for email, verified in addresses if not verified and email != member.email), ""),
        obstacle=obstacle,
        has_devices=PushSubscription.objects.filter(member=member.pk).exists(),
    )
