"""Merge a thread into another one."""

from django.utils import timezone
from django.utils.translation import gettext as _

from community.composing import operations as composing
from community.forum.models import Thread, ThreadMove, ThreadTerms
from community.forum.models.group import narrower
from community.forum.operations import counters, moved_state, transfer
from community.forum.operations.errors import NotPossible


def merge_threads(source: Thread, target: Thread) -> ThreadMove:
    """Move all posts of one thread into another, in the order of time and under new numbers.

    The target's title and address stay, and the source's address leads to it. Its audience is the narrower of both.
    Follows, reading states, notifications and drafts go along. Raises NotPossible when either is not published, or when
    a private group's posts would be read by another group."""
    if source.pk == target.pk:
        raise NotPossible(_("Choose another discussion: this is the one you’re merging."))
    with transfer.changing_both(source, target) as (left, joined):
        source, target = left.thread, joined.thread
        if not (source.published and target.published):
            raise NotPossible(_("One of these discussions is no longer here."))
        transfer.check_audiences(source, target)
        before, threads, now = transfer.positions_of(source, target), [source, target], timezone.now()
        state, fields = moved_state.load_state(threads), transfer.fields_of(threads)
        moving = [pk for pk, was in before.items() if was.thread == source.pk]
        after = transfer.in_time_order(target.pk, before, moving)
        count = transfer.published_among(moving)
        transfer.store_positions(before, after)
        labels = transfer.settle_opening(target, before, {thread.pk: thread.labels for thread in threads})
        target.audience = narrower(source.audience, target.audience)
        visits = moved_state.visits_after(state.visits, before, after)
        moved_state.store_visits(visits, [source.pk, target.pk])
        moved_state.repoint_notifications(before, after, visits, at=now, ended={source: target})
        follows = moved_state.follows_united(state.follows, source.pk, target.pk)
        moved_state.store_follows(follows, [source.pk, target.pk])
        transfer.point_cases(before, after)
        ThreadTerms.objects.filter(thread=source).delete()
        counters.settle(left, posts=-count)
        counters.settle(joined, posts=count)
        transfer.withdraw_from_muting(target)
        move = ThreadMove(source=source, target=target, at=now, whole=True)
        drafts = composing.move_drafts(source.key, target.key)
        transfer.remember(move, before, after, state, fields | {"labels": labels, "drafts": drafts})
    return move
