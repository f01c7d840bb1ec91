"""Undo a merge or a split: every post goes back to its thread and number."""

from collections import Counter

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.composing import operations as composing
from community.forum.models import Post, Thread, ThreadMove, ThreadTerms
from community.forum.models.group import narrower
from community.forum.operations import counters, moved_state, transfer
from community.forum.operations.errors import NotPossible
from community.forum.operations.indexing import index_title
from community.forum.operations.moved_state import Position, Positions, State
from community.notifications import operations as notifications


def undo_move(move: ThreadMove) -> ThreadMove:
    """Restore both threads as they were before a merge or a split.

    What was posted in the target since stays there, after its own posts. A member who has read or chosen something
    since has read and follows both parts of it. Raises NotPossible when it is undone already, when posts of either
    thread have moved again, and when a thread that a split started has new posts."""
    with transfer.changing_both(move.source, move.target) as (left, joined):
        move = ThreadMove.objects.select_for_update(no_key=True, of=("self",)).get(pk=move.pk)
        source, target = left.thread, joined.thread
        _check(move, source, target)
        Post.objects.filter(pk__in=move.before.get("lines", [])).delete()
        before, threads = transfer.positions_of(source, target), [source, target]
        after = _restored(move, before)
        moving = [pk for pk, was in before.items() if was.thread != after[pk].thread]
        count = transfer.published_among(moving)
        now = moved_state.load_state(threads)
        transfer.store_positions(before, after)
        _restore_members(move, before, after, now, threads)
        _restore_fields(move, source, target)
        transfer.point_cases(before, after)
        counters.settle(left, posts=count)
        counters.settle(joined, posts=-count)
        if move.whole:
            index_title(source)
        if move.begins:
            ThreadTerms.objects.filter(thread=target).delete()
        composing.move_drafts(target.key, source.key, only=None if move.begins else move.before.get("drafts", []))
        for thread in threads:
            transfer.withdraw_from_muting(thread)
        move.undone_at = timezone.now()
        move.save(update_fields=["undone_at"])
    return move


def _check(move: ThreadMove, source: Thread, target: Thread) -> None:
    pks = [source.pk, target.pk]
    later = ThreadMove.objects.filter(Q(source__in=pks) | Q(target__in=pks), pk__gt=move.pk, undone_at=None)
    if move.undone_at or later.exists():
        raise NotPossible(_("Posts of this discussion have moved again since, so undo that first."))
    if move.begins and target.posts.exclude(moves__move=move).exists():
        raise NotPossible(
            _("People have posted in the new discussion since, so you can’t undo this. Merge them instead.")
        )


def _restored(move: ThreadMove, before: Positions) -> dict[int, Position]:
    """Where the posts were. Those that were published since follow: in the target, or where they were held before."""
    rows = move.posts.values_list("post", "thread", "number")
    were = {post: Position(thread, number) for post, thread, number in rows}
    last, own = move.before["last"], move.target_id
    newer = sorted((was.number, pk) for pk, was in before.items() if was.thread == own and (was.number or 0) > last)
    newer_pks = {pk for _number, pk in newer}
    after = {pk: were.get(pk, position) for pk, position in before.items() if pk not in newer_pks}
    highest: Counter[int] = Counter()
    for at in after.values():
        highest[at.thread] = max(highest[at.thread], at.number or 0)
    for _number, pk in newer:
        thread = were[pk].thread if pk in were else own
        highest[thread] += 1
        after[pk] = Position(thread, highest[thread])
    return after


def _restore_members(move: ThreadMove, before: Positions, after: Positions, now: State, threads: list[Thread]) -> None:
    """Restore visits, notifications and follows: exactly for whoever has done nothing there since."""
    at = timezone.now()
    pks, contexts = [thread.pk for thread in threads], [thread.key for thread in threads]
    then, left = moved_state.state_from(move.before["then"]), moved_state.state_from(move.before["left"])
    visits = moved_state.visits_after(now.visits, before, after)
    for member in moved_state.unchanged(now.visits, left.visits):
        visits[member] = then.visits.get(member, {})
    moved_state.store_visits(visits, pks)
    ended = {move.target: move.source} if move.begins else None
    moved_state.repoint_notifications(before, after, visits, ended=ended, at=at)
    rows = moved_state.rows_by_member(now.open_rows), moved_state.rows_by_member(left.open_rows)
    earlier = moved_state.rows_by_member(then.open_rows).keys() - rows[0].keys() - rows[1].keys()
    same = moved_state.unchanged(*rows) | earlier
    untouched = same & (
        moved_state.unchanged(now.visits, left.visits) | (same - now.visits.keys() - left.visits.keys())
    )
    notifications.restore_open_rows(contexts, then.open_rows, of=untouched, ended_at=[move.at, at])
    moved_state.store_follows(_follows(move, now, then, left), pks)


def _follows(move: ThreadMove, now: State, then: State, left: State) -> moved_state.Follows:
    """The follows of before, and for whoever has chosen something since what they chose."""
    follows = {}
    same = moved_state.unchanged(now.follows, left.follows)
    for member in now.follows.keys() | then.follows.keys():
        own, earlier = now.follows.get(member, {}), then.follows.get(member, {})
        chosen = {thread: row for thread, row in own.items() if not (move.begins and thread == move.target_id)}
        follows[member] = earlier if member in same else earlier | chosen
    return follows


def _restore_fields(move: ThreadMove, source: Thread, target: Thread) -> None:
    """Restore what the posts' moving changed of the threads, and of their first posts."""
    then, left = move.before["fields"], move.before["fields_left"]
    for pk, labels in move.before["labels"].items():
        Post.objects.filter(pk=int(pk)).update(labels=labels)
    is_narrower = target.audience != left[str(target.pk)]["audience"]
    transfer.restore_fields(target, then[str(target.pk)], left[str(target.pk)])
    if is_narrower:  # somebody has narrowed all of it since: what goes back is not wider
        source.audience = narrower(source.audience, target.audience)
