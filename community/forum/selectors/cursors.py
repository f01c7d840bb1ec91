"""Cursors: the address of a row in an ordered list, from which the next page starts."""

from datetime import UTC, datetime, timedelta

from community.core.text.parsing import number_in

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 40


def write_cursor(sort_value: datetime | int, pk: int) -> str:
    """Name the last row of a page by what the list is ordered by, a time (in microseconds) or a count, and its key."""
    return f"{sort_value if isinstance(sort_value, int) else (sort_value - EPOCH) // timedelta(microseconds=1)}-{pk}"


def read_cursor(cursor: str) -> tuple[datetime, int] | None:
    """The time and key in a cursor; None for anything else."""
    moment, _, key = cursor.partition("-")
    pk = number_in(key)
    if not (moment.isdecimal() and pk is not None and len(cursor) < LONGEST):
        return None
    try:
        return EPOCH + timedelta(microseconds=int(moment)), pk
    except OverflowError:
        return None


def read_counted_cursor(cursor: str) -> tuple[int, int] | None:
    """The count and the key (or post's number) in a cursor; None for anything else."""
    count, _, key = cursor.partition("-")
    sort_value, pk = number_in(count), number_in(key)
    return None if sort_value is None or pk is None else (sort_value, pk)
