"""The worker builds a missing search index in the background."""

import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import IndexProgress, PostTerms, Thread, ThreadTerms
from community.forum.operations import index_missing as module
from community.forum.tasks import complete_index, count_words
from community.members.models import Member
from tests.acts import reply
from tests.forum.statements import assert_statements


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two posts a batch, and no pause."""
    monkeypatch.setattr(module, "BATCH", 2)
    monkeypatch.setattr(module, "PAUSE", 0)


@pytest.fixture
def upgraded(thread: Thread, ines: Member) -> Thread:
    """A discussion of seven posts in a community that was just upgraded: nothing is indexed."""
    for number in range(6):
        reply(thread, ines, f"Letrozole, day {number}")
    PostTerms.objects.all().delete()
    ThreadTerms.objects.all().delete()
    return thread


def test_after_an_upgrade_the_task_of_each_minute_indexes_all(
    upgraded: Thread, caplog: pytest.LogCaptureFixture
) -> None:
    assert complete_index.call() is True

    call_command("search_check")
    assert [record.message for record in caplog.records] == ["The search index has all posts now."]


def test_it_costs_one_query_when_nothing_is_missing(upgraded: Thread) -> None:
    forum.complete_index()

    assert_statements(1, forum.complete_index)


def test_a_new_community_logs_nothing(db: None, caplog: pytest.LogCaptureFixture) -> None:
    assert forum.complete_index() is True
    assert caplog.records == []


def test_it_stops_when_its_time_is_over_and_says_how_far_it_is(
    upgraded: Thread, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(100))
    monkeypatch.setattr(module.time, "monotonic", lambda: next(clock))

    assert forum.complete_index(seconds=5) is False

    done = list(PostTerms.objects.order_by("pk").values_list("pk", flat=True))
    last = upgraded.posts.latest("pk").pk
    assert 0 < len(done) < 7
    assert [record.message for record in caplog.records] == [
        f"Building the search index: up to post {done[-1]} of {last}."
    ]
    assert caplog.records[0].levelno >= logging.WARNING
    assert forum.complete_index(seconds=100) is True
    call_command("search_check")


def test_killed_half_way_another_process_goes_on_where_it_was(
    upgraded: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_posts = module.index_posts

    def killed(posts: Any) -> None:
        if PostTerms.objects.exists():
            raise SystemExit
        index_posts(posts)

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(module, "index_posts", killed)
        forum.complete_index()
    done = IndexProgress.objects.get().through
    assert PostTerms.objects.count() == 2

    assert forum.complete_index() is False  # the lease of the process that was killed
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        indexed: list[int] = []
        monkeypatch.setattr(
            module, "index_posts", lambda posts: indexed.extend(p.pk for p in posts) or index_posts(posts)
        )
        assert forum.complete_index() is True
    assert min(indexed) > done
    call_command("search_check")


def test_one_process_does_so_at_a_time(upgraded: Thread) -> None:
    IndexProgress.objects.create(pk=1, leased_until=timezone.now() + timedelta(minutes=1))

    assert forum.complete_index() is False

    assert not PostTerms.objects.exists()


def test_what_is_missing_later_is_noticed_at_night(upgraded: Thread) -> None:
    forum.complete_index()
    assert forum.notice_missing() is False
    PostTerms.objects.earliest("pk").delete()
    ThreadTerms.objects.all().delete()

    count_words.call()

    assert forum.complete_index() is True
    call_command("search_check")


def test_an_edit_meanwhile_stays(upgraded: Thread, ines: Member) -> None:
    post = upgraded.posts.latest("pk")
    forum.edit_post(post, editor=ines, text=richtext.from_plain("Anastrozole"), version=post.version)

    forum.complete_index()

    call_command("search_check")
