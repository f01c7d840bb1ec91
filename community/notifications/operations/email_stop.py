"""End notifications by email to an address that does not work or whose owner complained, and begin them again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from community.core.text.email_addresses import clean_address
from community.members.models import Member
from community.notifications.models import Preferences, Stop


def stop_email(address: str, why: Stop) -> bool:
    """Send no more notifications to the member with this address; return whether there is one.

    An address that a member has left, or has not confirmed yet, changes nothing. A complaint outweighs a bounce."""
    try:
        member = Member.objects.filter(email=clean_address(address).lower()).first()
    except ValidationError:
        return False
    if member is None:
        return False
    with transaction.atomic():
        preferences, _is_new = Preferences.objects.select_for_update().get_or_create(member=member)
        if preferences.email_stop in ("", Stop.BOUNCED):
            preferences.email_stop, preferences.email_stopped_at = why, timezone.now()
            preferences.save(update_fields=["email_stop", "email_stopped_at"])
    return True


def resume_email(member: Member) -> None:
    """Send notifications by email again, as the member chose: they have a new address, or want another try."""
    Preferences.objects.filter(member=member).exclude(email_stop="").update(email_stop="", email_stopped_at=None)
