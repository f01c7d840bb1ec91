"""Moving a discussion to another group."""

import pytest

from community.forum import operations as forum
from community.forum.models import GroupTally, Thread
from community.forum.operations import recount
from community.notifications import operations as notifications
from community.notifications.models import Event
from tests.acts import reply


def figures(group, audience="public"):
    found = GroupTally.objects.filter(group=group, audience=audience).first()
    return (found.thread_count, found.post_count, found.last_activity_at) if found else (0, 0, None)


def test_both_groups_are_counted(thread, group, quiet, ines):
    last = reply(thread, ines)

    forum.move_thread(thread, quiet)

    assert figures(group) == (0, 0, None)
    assert figures(quiet, "members") == (1, 2, last.published_at)
    assert not list(recount(mend=False))


def test_its_audience_narrows_with_the_group_and_widens_never(thread, group, quiet, guest):
    assert guest.get(thread.get_absolute_url()).status_code == 200

    forum.move_thread(thread, quiet)
    assert Thread.objects.get(pk=thread.pk).audience == "members"
    assert guest.get(thread.get_absolute_url()).status_code == 404

    forum.move_thread(thread, group)
    assert Thread.objects.get(pk=thread.pk).audience == "members"
    assert figures(group, "members")[:2] == (1, 1)
    assert figures(group, "public")[:2] == (0, 0)


def test_a_move_can_be_undone_with_its_old_audience(thread, group, quiet, guest):
    forum.move_thread(thread, quiet)

    forum.move_thread(thread, group, audience="public")

    assert guest.get(thread.get_absolute_url()).status_code == 200
    assert figures(group)[:2] == (1, 1)
    assert figures(quiet, "members") == (0, 0, None)


def test_moving_it_where_it_is_already_is_refused(thread, group):
    with pytest.raises(forum.NotPossible):
        forum.move_thread(thread, group)


def test_a_discussion_that_nobody_sees_moves_without_being_counted(thread, group, quiet):
    forum.remove_post(thread.posts.get(), by_author=True)

    forum.move_thread(thread, quiet)

    assert figures(group)[:2] == figures(quiet, "members")[:2] == (0, 0)
    assert not list(recount(mend=False))


def test_a_member_who_loses_access_loses_the_notification_and_others_do_not(
    thread, closed, maria, ines, joan, group_member
):
    for member in (joan, group_member):
        forum.follow(thread, member)
    reply(thread, ines)
    notifications.expand(Event.objects.get().pk)
    assert joan.notifications.count() == group_member.notifications.count() == 1

    forum.move_thread(thread, closed)

    assert not joan.notifications.exists()
    assert not maria.notifications.exists()
    assert group_member.notifications.unread().count() == 1


def test_the_bell_of_whoever_lost_access_counts_nothing(thread, closed, ines, joan, as_member):
    forum.follow(thread, joan)
    reply(thread, ines)
    notifications.expand(Event.objects.get().pk)
    assert "data-bell-count>1<" in as_member(joan).get("/notifications/").text

    forum.move_thread(thread, closed)

    page = as_member(joan).get("/notifications/").text
    assert "data-bell-count hidden>0<" in page
    assert thread.title not in page


def test_old_links_still_lead_there(thread, quiet, maria, as_member):
    post = thread.posts.get()
    forum.move_thread(thread, quiet)

    answer = as_member(maria).get(f"/posts/{post.pk}/", follow=True)

    assert "Quiet Corner" in answer.text
