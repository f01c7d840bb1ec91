"""Distribute times of posts over the day: most in the evening, hardly any at night."""

from datetime import datetime, timedelta
from itertools import accumulate

# The weight of each hour of the day. Nobody writes from 1 to 3, when daylight saving time begins and ends.
HOURS = (0.1, 0, 0, 0.1, 0.15, 0.3, 0.6, 1, 1.3, 1.4, 1.3, 1.1, 1.1, 1.2, 1, 1, 1, 0.9, 0.9, 1.3, 1.5, 1.4, 0.9, 0.4)


def _day(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def weighted_hours(start: datetime, end: datetime) -> float:
    """Return the weighted hours between two times (see HOURS)."""
    sums = [0.0, *accumulate(HOURS)]

    def of_day(at: datetime) -> float:
        return sums[at.hour] + HOURS[at.hour] * at.minute / 60

    return (_day(end) - _day(start)).days * sums[-1] + of_day(end) - of_day(start)


def after_weighted_hours(start: datetime, hours: float) -> datetime:
    """Return the time, to the minute, that is so many weighted hours after `start`."""
    hours += weighted_hours(_day(start), start)
    days, hours = divmod(hours, sum(HOURS))
    for hour, weight in enumerate(HOURS):
        if hours < weight:
            return _day(start) + timedelta(days=int(days), hours=hour, minutes=int(60 * hours / weight))
        hours -= weight
    return _day(start) + timedelta(days=int(days), hours=23, minutes=59)
