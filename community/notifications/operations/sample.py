"""Send a member a sample of what leaves the site, as they chose it."""

from typing import TYPE_CHECKING
from uuid import UUID

from community.notifications.models import Delivery, Kind
from community.notifications.models.delivery import SAMPLE
from community.notifications.operations.preferences import preferences_for
from community.notifications.selectors.sample import Sample, sample_for

if TYPE_CHECKING:
    from community.members.models import Member

KIND = Kind.ANSWERED  # what it is a sample of: most members get these by email


def send_sample(member: "Member", token: UUID) -> Sample:
    """Write the deliveries of a sample, which the sender sends next; return what it goes by, and why not.

    A repeated token writes nothing more."""
    sample = sample_for(member, preferences_for(member))
    rows = [
        Delivery(recipient=member, channel=channel, key=f"{SAMPLE}{token}", kind=KIND) for channel in sample.channels
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return sample
