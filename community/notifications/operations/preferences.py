"""Save by which channels a member wants to hear of what."""

from collections.abc import Collection
from copy import copy
from typing import TYPE_CHECKING

from django.utils import timezone

from community.notifications.digest_times import next_daily, next_weekly
from community.notifications.models import Channel, Preferences, bit_of
from community.notifications.models.preferences import EVERYTHING

if TYPE_CHECKING:
    from community.members.models import Member

MAIL = (Channel.EMAIL, Channel.DAILY, Channel.WEEKLY)
ALL = "all"
SWITCHES = (["is_paused"], ["is_discreet"], ["shows_toasts"])


def preferences_for(member: "Member") -> Preferences:
    """The member's preferences; the defaults, not saved, where the member has changed nothing."""
    return Preferences.objects.filter(member=member).first() or Preferences(member=member)


def merged(stored: Preferences, shown: Preferences, chosen: Preferences, *, whole: Collection[str]) -> Preferences:
    """What is stored, with what a member changed from what their page had `shown` to what they have `chosen`.

    So two windows that are open at once do not take back each other's changes. The channels in `whole` are taken as
    they were chosen."""
    result = copy(stored)
    for channel in Channel:
        changed = EVERYTHING if channel in whole else getattr(shown, channel) ^ getattr(chosen, channel)
        setattr(result, channel, (getattr(stored, channel) & ~changed) | (getattr(chosen, channel) & changed))
    for names in (["digest_hour"], ["digest_weekday"], ["time_zone"], ["quiet_from", "quiet_until"], *SWITCHES):
        if any(getattr(shown, name) != getattr(chosen, name) for name in names):
            for name in names:
                setattr(result, name, getattr(chosen, name))
    return result


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
