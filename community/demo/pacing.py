"""When people write: a clock that runs fast in the evening and hardly at all at night."""

from datetime import datetime, timedelta
from itertools import accumulate

# How likely a post is in each hour of the day. Nobody writes from 1 to 3: clocks are put forward and back then.
HOURS = (0.1, 0, 0, 0.1, 0.15, 0.3, 0.6, 1, 1.3, 1.4, 1.3, 1.1, 1.1, 1.2, 1, 1, 1, 0.9, 0.9, 1.3, 1.5, 1.4, 0.9, 0.4)


def _day(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def awake(start: datetime, end: datetime) -> float:
    """How much waking time lies between two moments, in average hours of the day (see HOURS)."""
    sums = [0.0, *accumulate(HOURS)]

    def of_day(at: datetime) -> float:
        return sums[at.hour] + HOURS[at.hour] * at.minute / 60

    return (_day(end) - _day(start)).days * sums[-1] + of_day(end) - of_day(start)


def waking(start: datetime, hours: float) -> datetime:
    """The moment, to the minute, when so much waking time has gone since `start`."""
    hours += awake(_day(start), start)
    days, hours = divmod(hours, sum(HOURS))
    for hour, weight in enumerate(HOURS):
        if hours < weight:
            return _day(start) + timedelta(days=int(days), hours=hour, minutes=int(60 * hours / weight))
        hours -= weight
    return _day(start) + timedelta(days=int(days), hours=23, minutes=59)
