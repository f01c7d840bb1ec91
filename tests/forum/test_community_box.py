"""Discussions on education pages: public ones only, straight from the database."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template

from community.education.models import Condition
from community.forum import operations as forum
from community.safety.models import WatchedPhrase
from tests.acts import reply, start


@pytest.fixture
def condition(group):
    """The condition of the group."""
    found = Condition.objects.create(slug="recurrent", title="Recurrent Breast Cancer", summary="")
    group.condition = found
    group.save()
    return found


def box(condition) -> str:
    page = Template("{% load forum_tags %}{% community_box condition %}").render(Context({"condition": condition}))
    return " ".join(page.split())


def test_it_shows_the_latest_three_by_last_activity(condition, long_thread, maria):
    for title, posts, day in [("One", 177, 19), ("Two", 13, 16), ("Three", 213, 10), ("Four", 400, 1)]:
        thread = long_thread(posts, title)
        type(thread).objects.filter(pk=thread.pk).update(last_activity_at=datetime(2025, 7, day, 18, tzinfo=UTC))

    shown = box(condition)

    positions = [shown.index(f">{title}</a>") for title in ("One", "Two", "Three")]
    assert positions == sorted(positions)
    assert ">Four<" not in shown
    for text in ("176 Replies", "12 Replies", "212 Replies", "Sat, Jul 19, 2025", "Wed, Jul 16, 2025"):
        assert text in shown


def test_large_figures_are_written_without_a_comma_here(condition, long_thread):
    long_thread(1973)

    assert "1972 Replies" in box(condition)


def test_one_reply_is_one_reply(condition, long_thread):
    long_thread(2)

    assert "1 Reply" in box(condition)
    assert "1 Replies" not in box(condition)


def test_a_row_says_who_replied_last_or_who_started_what_has_no_reply(condition, group, maria, ines):
    thread = start(group, maria, "Awake again").thread
    assert "0 Replies" in box(condition)
    assert "Started by Maria" in box(condition)

    reply(thread, ines)

    assert "Last reply: Ines" in box(condition)
    assert "Started by" not in box(condition)


def test_a_reply_moves_its_discussion_to_the_top(condition, group, maria, ines):
    first = start(group, maria, "Earlier").thread
    start(group, maria, "Later")
    assert box(condition).index("Later") < box(condition).index("Earlier")

    reply(first, ines)

    assert box(condition).index("Earlier") < box(condition).index("Later")


def test_what_is_not_public_or_not_published_is_never_there(condition, group, closed, group_member, maria, ines):
    WatchedPhrase.objects.create(phrase="miracle tea")
    start(group, maria, "Seen by all")
    start(group, maria, "For members", audience="members")
    start(group, ines, "A miracle tea")
    forum.remove_post(start(group, maria, "Taken back"), by_author=True)
    forum.move_thread(start(closed, group_member, "Private").thread, group)

    shown = box(condition)

    assert "Seen by all" in shown
    for hidden in ("For members", "miracle tea", "Taken back", ">Private<"):
        assert hidden not in shown


def test_a_pin_does_not_change_it(condition, group, maria):
    threads = [start(group, maria, f"Discussion {number}").thread for number in range(5)]
    forum.pin(threads[0], datetime(2099, 1, 1, tzinfo=UTC))

    assert "Discussion 0" not in box(condition)


def test_a_removed_last_reply_takes_the_date_back(condition, group, long_thread, ines):
    thread = long_thread(3, started_at=datetime(2025, 7, 1, 12, tzinfo=UTC))
    post = reply(thread, ines)
    assert "3 Replies" in box(condition)

    forum.remove_post(post, by_author=True)

    assert "2 Replies" in box(condition)
    assert "Tue, Jul 1, 2025" in box(condition)


def test_a_group_without_discussions_invites(condition):
    assert "Yours could be the first." in box(condition)


def test_a_condition_without_a_public_group_leads_home(quiet):
    condition = Condition.objects.create(slug="other", title="Other", summary="")
    quiet.condition = condition
    quiet.save()
    start_page = box(condition)

    assert "Quiet Corner" not in start_page
    assert 'href="/"' in start_page
