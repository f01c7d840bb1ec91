"""Save by which channels a member wants to hear of what."""

from typing import TYPE_CHECKING

from django.utils import timezone

from community.notifications.digest_times import next_daily, next_weekly
from community.notifications.models import Channel, Preferences, bit_of

if TYPE_CHECKING:
    from community.members.models import Member

MAIL = (Channel.EMAIL, Channel.DAILY, Channel.WEEKLY)
ALL = "all"


def preferences_for(member: "Member") -> Preferences:
    """The member's preferences; the defaults, not saved, where the member has changed nothing."""
    return Preferences.objects.filter(member=member).first() or Preferences(member=member)


def save_preferences(preferences: Preferences) -> None:
    """Save a member's choices, and when their digests are due next."""
    now = timezone.now()
    preferences.daily_due_at = next_daily(preferences, now)
    preferences.weekly_due_at = next_weekly(preferences, now)
    preferences.save()


def unsubscribe(member: "Member", what: str) -> Preferences:
    """Stop one kind of mail, the daily or weekly one, or "all"; return the preferences as they were before."""
    before, after = preferences_for(member), preferences_for(member)
    if what == ALL:
        for channel in MAIL:
            setattr(after, channel, 0)
    elif what in (Channel.DAILY, Channel.WEEKLY):
        setattr(after, what, 0)
    else:
        after.email &= ~bit_of(what)
    save_preferences(after)
    return before


def is_stopped(preferences: Preferences, what: str) -> bool:
    """Whether unsubscribe() would change nothing."""
    if what == ALL:
        return not any(getattr(preferences, channel) for channel in MAIL)
    if what in (Channel.DAILY, Channel.WEEKLY):
        return not getattr(preferences, what)
    return not preferences.email & bit_of(what)
