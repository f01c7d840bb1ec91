"""Every stored figure can be recounted."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from community.forum import operations as forum
from community.forum.models import GroupTally, Thread
from tests.acts import reply


def recount(*options) -> str:
    out = StringIO()
    call_command("recount", *options, stdout=out)
    return out.getvalue()


def test_all_is_right_after_a_day_of_everything(thread, group, quiet, maria, ines, long_thread):
    long_thread(25)
    posts = [reply(thread, author) for author in (ines, maria, ines)]
    forum.remove_post(posts[2], by_author=True)
    forum.remove_post(thread.posts.get(number=1), by_author=False)
    forum.move_thread(thread, quiet)
    forum.restore_post(posts[2])
    forum.move_thread(thread, group)

    assert "Every figure is right." in recount("--check")


@pytest.mark.parametrize(
    "planted",
    [
        {"reply_count": 7},
        {"last_number": 9},
        {"last_activity_at": timezone.now() + timedelta(days=1)},
        {"last_poster": None},
        {"published": False},
    ],
    ids=lambda planted: next(iter(planted)),
)
def test_a_wrong_figure_of_a_discussion_is_found_and_mended(thread, ines, planted):
    reply(thread, ines)
    Thread.objects.update(**planted)

    with pytest.raises(CommandError, match="differ"):
        recount("--check")
    assert f"thread {thread.pk}: " in recount()

    thread.refresh_from_db()
    assert (thread.reply_count, thread.last_number, thread.last_poster, thread.published) == (1, 2, ines, True)
    assert "Every figure is right." in recount("--check")


@pytest.mark.parametrize("planted", [{"thread_count": 3}, {"post_count": 0}, {"last_activity_at": None}])
def test_a_wrong_figure_of_a_group_is_found_and_mended(thread, planted):
    GroupTally.objects.update(**planted)

    with pytest.raises(CommandError, match="1 figures differ"):
        recount("--check")
    recount()

    assert "Every figure is right." in recount("--check")


def test_a_lost_tally_is_rebuilt(thread, ines):
    GroupTally.objects.all().delete()
    recount()

    tally = GroupTally.objects.get(group=thread.group, audience="public")
    assert (tally.thread_count, tally.post_count) == (1, 1)
    reply(thread, ines)
    assert "Every figure is right." in recount("--check")


def test_a_reply_rebuilds_a_lost_tally(thread, ines):
    GroupTally.objects.all().delete()

    reply(thread, ines)

    assert GroupTally.objects.filter(group=thread.group).exists()


def test_checking_changes_nothing(thread):
    Thread.objects.update(reply_count=7)
    with pytest.raises(CommandError):
        recount("--check")

    assert Thread.objects.get().reply_count == 7
