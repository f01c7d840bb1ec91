"""A reply and a moderator's act at the same time; tests/long repeats this 500 times."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from community.forum import operations as forum
from community.forum.models import Group, Post, Thread
from community.forum.operations import NotPossible
from community.members.models import Member
from tests.acts import make_member, reply, start
from tests.forum.concurrency import together
from tests.forum.moving_races import ACTS, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("act", ACTS)
def test_a_reply_against_an_act_is_neither_lost_nor_doubled(
    act: str, group: Group, maria: Member, ines: Member
) -> None:
    other = Group.objects.create(slug="carers", name="Carers")

    race(act, group, other, maria, ines)

    assert not list(forum.recount(mend=False))


def test_two_merges_in_opposite_directions_end_in_one_discussion(group: Group, maria: Member, ines: Member) -> None:
    one, other = start(group, maria, "One").thread, start(group, ines, "Two").thread
    writers = [make_member(f"Writer{number}") for number in range(2)]

    def merge(source: Thread, target: Thread) -> object:
        try:
            return forum.merge_threads(source, target)
        except NotPossible:
            return None

    together([partial(merge, one, other), partial(merge, other, one), *(partial(_try_reply, one, w) for w in writers)])

    assert Thread.objects.filter(published=True).count() == 1
    assert not list(forum.recount(mend=False))


def _try_reply(thread: Thread, writer: Member) -> None:
    try:
        reply(thread, writer)
    except PermissionDenied:
        return


def test_a_removal_during_a_merge_counts_in_the_right_discussion(group: Group, maria: Member, ines: Member) -> None:
    one, other = start(group, maria, "One").thread, start(group, ines, "Two").thread
    posts = [reply(one, ines, f"Reply {number}") for number in range(4)]

    def remove(post: Post) -> object:
        try:
            return forum.remove_post(post, by_author=True)
        except NotPossible:
            return None

    together([*(partial(remove, post) for post in posts), partial(forum.merge_threads, one, other)])

    assert not list(forum.recount(mend=False))
