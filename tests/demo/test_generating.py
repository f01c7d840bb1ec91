"""Generated communities of any size, for benchmarks."""

import hashlib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from community.forum.models import Follow, Group, Post, State, Support, Thread, Visit
from community.members.models import Member
from tests.acts import make_member, reply

SIZES = {"posts": 1500, "threads": 60, "members": 40, "longest": 400}


def generate(**more) -> str:
    """Run the command and return its output."""
    output = StringIO()
    call_command("generate_community", stdout=output, **SIZES | more)
    return output.getvalue()


def fingerprint() -> str:
    """Return all posts without their primary keys."""
    columns = ("number", "author__hue", "state", "plain", "published_at", "support_count", "thread__slug")
    rows = list(Post.objects.order_by("pk").values_list(*columns))
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_so_many_of_everything_are_there_and_every_figure_is_right(db):
    generate()

    assert (Post.objects.count(), Thread.objects.count(), Member.objects.count()) == (1500, 60, 40)
    assert max(Thread.objects.values_list("last_number", flat=True)) == 401
    assert Post.objects.filter(state=State.REMOVED).exists()
    assert not Post.objects.filter(state=State.REMOVED, number=1).exists()
    assert Post.objects.filter(answers__thread=F("thread"), answers__number__lt=F("number")).count() > 100
    assert not Post.objects.exclude(answers=None).exclude(answers__thread=F("thread")).exists()
    assert Follow.objects.filter(active=False).exists()
    assert Visit.objects.count() == Follow.objects.count() > 100
    assert Support.objects.count() > 100
    assert not Support.objects.filter(member=F("post__author")).exists()
    call_command("recount", check=True)


def test_the_numbers_of_a_thread_have_no_gap_and_are_in_chronological_order(db):
    generate()

    for thread in Thread.objects.all():
        rows = list(thread.posts.order_by("number").values_list("number", "published_at"))
        assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
        assert [at for _, at in rows] == sorted(at for _, at in rows)


def test_the_same_sizes_give_the_same_posts_and_a_second_run_adds_to_the_first(db):
    generate()
    first = fingerprint()
    Post.objects.update(answers=None)
    for model in (Support, Visit, Follow, Post, Thread, Group, Member):
        model.objects.all().delete()
    generate()
    assert fingerprint() == first

    generate(anyway=True)

    assert Post.objects.count() == 3000
    call_command("recount", check=True)


def test_people_go_on_in_a_generated_community(db, guest, as_member):
    generate()
    joan = make_member("Joan")
    longest = Thread.objects.latest("last_number")

    post = reply(longest, joan)

    assert post.number == 402
    assert as_member(joan).get(f"{longest.get_absolute_url()}?page=last").status_code == 200
    assert guest.get(longest.group.get_absolute_url()).status_code == 200
    call_command("recount", check=True)


def test_a_community_with_members_is_left_alone(maria):
    with pytest.raises(CommandError, match="There are members here"):
        generate()

    assert Member.objects.get() == maria


@pytest.mark.parametrize(
    "wrong",
    [
        *({"posts": 300}, {"threads": 1}, {"threads": 1200}, {"members": 1}, {"members": -4}, {"threads": -1}),
        *(
            {"posts": -5},
            {"posts": -5, "longest": None},
            {"posts": 0, "threads": 0},
            {"longest": -3},
            {"longest": 9000},
        ),
    ],
)
def test_sizes_that_do_not_fit_are_refused(db, wrong):
    with pytest.raises(CommandError):
        generate(**wrong)

    assert not Post.objects.exists() and not Member.objects.exists() and not Group.objects.exists()
