"""When a member's digests are due, and when nothing may disturb them: hours on their own clock, across DST changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from community.notifications.models import Preferences


def zone_of(preferences: Preferences) -> ZoneInfo:
    """The member's time zone, or the community's."""
    name = preferences.time_zone
    return ZoneInfo(name) if name else ZoneInfo(timezone.get_default_timezone_name())


def next_daily(preferences: Preferences, after: datetime) -> datetime | None:
    """When the next daily digest is due; None when the member wants none."""
    return _next(preferences, after) if preferences.daily else None


def next_weekly(preferences: Preferences, after: datetime) -> datetime | None:
    """When the next weekly digest is due; None when the member wants none."""
    return _next(preferences, after, weekday=preferences.digest_weekday) if preferences.weekly else None


def allowed_from(preferences: Preferences, at: datetime) -> datetime:
    """The first moment from `at` on that is not within the member's quiet hours."""
    begins, ends = preferences.quiet_from, preferences.quiet_until
    if begins is None or ends is None or begins == ends:
        return at
    hour = at.astimezone(zone_of(preferences)).hour
    is_quiet = begins <= hour < ends if begins < ends else hour >= begins or hour < ends
    return _next_hour(ends, zone_of(preferences), at) if is_quiet else at


def _next(preferences: Preferences, after: datetime, weekday: int | None = None) -> datetime:
    return _next_hour(preferences.digest_hour, zone_of(preferences), after, weekday)


def _next_hour(hour: int, zone: ZoneInfo, after: datetime, weekday: int | None = None) -> datetime:
    """When the clock in this zone next shows the hour, in UTC.

    An hour that a DST change leaves out comes an hour later, and of one that comes twice the first counts (PEP 495)."""
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, time(hour), zone).astimezone(UTC)
        if moment > after and weekday in (None, day.weekday()):
            return moment
        day += timedelta(days=1)
