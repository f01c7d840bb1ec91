"""What members have of threads whose posts move: how far they have read, what they follow, what is unread.

All of it is derived from where each post was and is, so that a merge, a split and their undoing follow one rule."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from community.forum.models import Follow, Thread, Visit
from community.notifications import operations as notifications


class Position(NamedTuple):
    """A thread's key and a number in it; a post that was never published has none."""

    thread: int
    number: int | None


type Positions = Mapping[int, Position]  # by the post's key
type Read = tuple[int, int, str]  # a visit's number and read_through, and when it was
type Visits = dict[int, dict[int, Read]]  # by member and thread
type Follows = dict[int, dict[int, tuple[bool, bool, str]]]  # active, muted, since


class State(NamedTuple):
    """The stored rows of members about some threads."""

    visits: Visits
    follows: Follows
    open_rows: list[list[Any]]

    def as_json(self) -> dict[str, Any]:
        """The state as lists, which restore_state() reads."""
        return {
            "visits": [[member, thread, *read] for member, own in self.visits.items() for thread, read in own.items()],
            "follows": [[member, thread, *row] for member, own in self.follows.items() for thread, row in own.items()],
            "open": self.open_rows,
        }


def load_state(threads: Collection[Thread]) -> State:
    """Load what all members have of these threads."""
    pks = [thread.pk for thread in threads]
    visits: Visits = defaultdict(dict)
    for row in Visit.objects.filter(thread__in=pks).order_by("member", "thread"):
        visits[row.member_id][row.thread_id] = (row.number, row.read_through, row.visited_at.isoformat())
    follows: Follows = defaultdict(dict)
    for follow in Follow.objects.filter(thread__in=pks).order_by("member", "thread"):
        follows[follow.member_id][follow.thread_id] = (follow.active, follow.muted, follow.since.isoformat())
    return State(visits, follows, notifications.open_rows(thread.key for thread in threads))


def state_from(stored: Mapping[str, Any]) -> State:
    """Read a State that as_json() wrote."""
    visits: Visits = defaultdict(dict)
    for member, thread, *read in stored["visits"]:
        visits[member][thread] = (read[0], read[1], read[2])
    follows: Follows = defaultdict(dict)
    for member, thread, *row in stored["follows"]:
        follows[member][thread] = (row[0], row[1], row[2])
    return State(visits, follows, stored["open"])


def visits_after(visits: Visits, before: Positions, after: Positions) -> Visits:
    """What members have read once the posts have moved.

    `number` is the highest new number read, so older posts may count as read, never the reverse; `read_through` is one
    less than the lowest new number of an unread post."""
    parts: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for pk, (thread, number) in after.items():
        if number is not None and pk in before:
            was = before[pk]
            parts[thread][was.thread].append((was.number or 0, number))
    moved: Visits = defaultdict(dict)
    for thread, of_thread in parts.items():
        pairs = {old: sorted(numbers) for old, numbers in of_thread.items()}
        for member, own in visits.items():
            if read := _united_read(pairs, own):
                moved[member][thread] = read
    return moved


def _united_read(parts: Mapping[int, list[tuple[int, int]]], own: Mapping[int, Read]) -> Read | None:
    """Unite what a member has read in the parts of a thread; None for nothing. Pairs are (old number, new number)."""
    highest, last, unread = 0, 0, []
    for old, pairs in parts.items():
        number, read_through, _at = own.get(old, (0, 0, ""))
        old_numbers = [was for was, _now in pairs]
        last = max(last, pairs[-1][1])
        if seen := bisect_right(old_numbers, number):
            highest = max(highest, pairs[seen - 1][1])
        if (gap := bisect_right(old_numbers, read_through)) < len(pairs):
            unread.append(pairs[gap][1])
    if not highest:
        return None
    visited = max(read[2] for read in own.values())
    return highest, min(highest, min(unread, default=last + 1) - 1), visited


def store_visits(visits: Visits, threads: Collection[int]) -> None:
    """Replace all visits of these threads."""
    Visit.objects.filter(thread__in=threads).delete()
    Visit.objects.bulk_create(
        (
            Visit(
                member_id=member,
                thread_id=thread,
                number=number,
                read_through=through,
                visited_at=datetime.fromisoformat(at),
            )
            for member, own in visits.items()
            for thread, (number, through, at) in own.items()
        ),
        batch_size=500,
    )


def follows_united(follows: Follows, source: int, target: int) -> Follows:
    """The follows of a thread that has taken another in: the strongest of each member's, and a mute wins."""
    united: Follows = {}
    for member, own in follows.items():
        rows = [own[thread] for thread in (source, target) if thread in own]
        muted = any(row[1] for row in rows)
        active = not muted and any(row[0] for row in rows)
        united[member] = {target: (active, muted, min(row[2] for row in rows))}
    return united


def follows_split(follows: Follows, source: int, target: int, authors: Collection[int]) -> Follows:
    """The follows after some posts have left: their authors follow the target as they do the source; mutes go along."""
    split = {member: dict(own) for member, own in follows.items()}
    for own_of, own in split.items():
        row = own.get(source)
        if row and target not in own and (row[1] or (row[0] and own_of in authors)):
            own[target] = row
    return split


def store_follows(follows: Follows, threads: Collection[int]) -> None:
    """Replace all follows of these threads."""
    Follow.objects.filter(thread__in=threads).delete()
    rows = [
        Follow(member_id=member, thread_id=thread, active=active, muted=muted)
        for member, own in follows.items()
        for thread, (active, muted, _since) in own.items()
    ]
    Follow.objects.bulk_create(rows, batch_size=500)
    for row in rows:  # what they were created with is the time of now
        row.since = datetime.fromisoformat(follows[row.member_id][row.thread_id][2])
    Follow.objects.bulk_update(rows, ["since"], batch_size=200)


def unchanged[Row](now: Mapping[int, Row], after: Mapping[int, Row]) -> set[int]:
    """The members whose rows are as a move left them: for them its undoing restores what was before."""
    return {member for member in now.keys() | after.keys() if now.get(member) == after.get(member)}


def rows_by_member(rows: Collection[list[Any]]) -> dict[int, list[list[Any]]]:
    """Group stored open rows by their recipient, who comes first in each."""
    grouped: dict[int, list[list[Any]]] = defaultdict(list)
    for row in rows:
        grouped[row[0]].append(row)
    return dict(grouped)


def repoint_notifications(
    before: Positions,
    after: Positions,
    visits: Visits,
    *,
    at: datetime,
    ended: Mapping[Thread, Thread] | None = None,
) -> None:
    """Point notifications at where the posts are now; what is about an `ended` thread is about the other one."""
    posts = [
        notifications.MovedSource(
            f"post:{pk}", (f"thread:{was.thread}", was.number), (f"thread:{after[pk].thread}", after[pk].number or 0)
        )
        for pk, was in before.items()
        if was.number is not None
    ]
    renamed = {old.key: new.key for old, new in (ended or {}).items()}
    notifications.repoint(posts, renamed=renamed, read_up_to=_reader_of(visits), at=at)


def _reader_of(visits: Visits) -> Callable[[int, str], int]:
    def read_up_to(member: int, context: str) -> int:
        return visits.get(member, {}).get(int(context.partition(":")[2]), (0, 0, ""))[0]

    return read_up_to
