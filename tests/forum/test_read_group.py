"""A member marks all discussions of a group as read, and may take that back."""

import pytest

from community.forum import operations as forum
from community.forum.models import Group, Visit
from community.forum.views import read_group as views
from community.notifications.models import Kind
from tests.acts import reply, start
from tests.notifications.notifications import notify_followers

NEW = " new</span>"
BUTTON = "Mark all as read"
UNDO = "Undo: show them as new again"


@pytest.fixture
def threads(group, maria, ines, joan):
    """Three discussions that Joan has opened, two of them with a new reply; a fourth unopened."""
    found = [start(group, maria, f"Discussion {number}").thread for number in range(4)]
    for thread in found[:3]:
        forum.visit(joan, thread, number=1)
    for thread in (found[0], found[1], found[3]):
        reply(thread, ines)
    return found


def read(client, group):
    return client.post(f"{group.get_absolute_url()}read/", follow=True)


def numbers(member):
    return dict(Visit.objects.filter(member=member).values_list("thread__title", "number"))


def test_after_it_nothing_is_new_and_the_page_says_so(group, threads, joan, as_member):
    client = as_member(joan)
    before = client.get(group.get_absolute_url()).text
    assert before.count(NEW) == 2
    assert BUTTON in before

    page = read(client, group).text

    assert NEW not in page
    assert BUTTON not in page
    assert "All discussions in this group are marked as read." in page
    assert numbers(joan) == {"Discussion 0": 2, "Discussion 1": 2, "Discussion 2": 1}


def test_it_can_be_undone_and_only_on_the_page_that_follows(group, threads, joan, as_member):
    client = as_member(joan)
    assert UNDO in read(client, group).text
    assert UNDO not in client.get(group.get_absolute_url()).text

    page = client.post(f"{group.get_absolute_url()}unread/", follow=True).text

    assert page.count(NEW) == 2
    assert "Undone. They’re shown as new again." in page
    assert numbers(joan) == dict.fromkeys(["Discussion 0", "Discussion 1", "Discussion 2"], 1)


def test_a_second_click_on_undo_changes_nothing(group, threads, joan, as_member):
    client = as_member(joan)
    read(client, group)
    for _ in range(2):
        answer = client.post(f"{group.get_absolute_url()}unread/", follow=True)
        assert answer.status_code == 200

    assert "Undone. They’re shown as new again." not in answer.text
    assert set(numbers(joan).values()) == {1}


def test_undo_leaves_alone_what_was_read_meanwhile(group, threads, ines, joan, as_member):
    client = as_member(joan)
    read(client, group)
    reply(threads[0], ines)
    client.get(threads[0].get_absolute_url())

    client.post(f"{group.get_absolute_url()}unread/")

    assert numbers(joan) == {"Discussion 0": 3, "Discussion 1": 1, "Discussion 2": 1}


def test_how_far_a_long_discussion_was_read_is_not_lost(long_thread, joan, as_member):
    thread, client = long_thread(45), as_member(joan)
    forum.visit(joan, thread, number=20)
    forum.visit(joan, thread, number=41, first=41)

    read(client, thread.group)

    visit = Visit.objects.get(member=joan)
    assert (visit.number, visit.read_through) == (45, 20)
    assert "Continue reading (21)" in " ".join(client.get(thread.get_absolute_url()).text.split())


def test_what_was_read_without_a_gap_is_read_to_the_end(group, threads, joan):
    forum.read_group(group, joan)

    assert Visit.objects.get(member=joan, thread=threads[0]).read_through == 2


@pytest.mark.parametrize("other", ["another group", "another member"])
def test_nothing_else_is_marked(other, group, threads, maria, ines, joan):
    if other == "another group":
        elsewhere = start(Group.objects.create(slug="other", name="Other"), maria, "Elsewhere").thread
        forum.visit(joan, elsewhere, number=1)
        reply(elsewhere, ines)
    else:
        forum.visit(maria, threads[0], number=1)
    before = numbers(joan if other == "another group" else maria)

    forum.read_group(group, joan)

    after = numbers(joan if other == "another group" else maria)
    assert after.get("Elsewhere") == before.get("Elsewhere")
    if other == "another member":
        assert after == before


def test_notifications_of_replies_are_read_with_it_and_come_back(group, threads, ines, joan, as_member):
    forum.follow(threads[0], joan)
    reply(threads[0], ines, "For @Joan")
    reply(threads[0], ines)
    notify_followers()
    unread = joan.notifications.unread()
    assert set(unread.values_list("kind", flat=True)) == {Kind.REPLIED, Kind.MENTIONED}
    client = as_member(joan)

    read(client, group)
    assert list(unread.values_list("kind", flat=True)) == [Kind.MENTIONED]

    client.post(f"{group.get_absolute_url()}unread/")
    assert set(unread.values_list("kind", flat=True)) == {Kind.REPLIED, Kind.MENTIONED}
    assert joan.notifications.get(kind=Kind.REPLIED).open_key == threads[0].key


def test_a_later_reply_has_its_notification_and_undo_adds_no_second_one(group, threads, ines, joan, as_member):
    forum.follow(threads[0], joan)
    reply(threads[0], ines)
    notify_followers()
    client = as_member(joan)
    read(client, group)
    reply(threads[0], ines)
    notify_followers()

    client.post(f"{group.get_absolute_url()}unread/")

    assert joan.notifications.unread().count() == 1


def test_more_than_a_session_stores_is_marked_and_not_to_be_undone(group, threads, joan, as_member, monkeypatch):
    monkeypatch.setattr(views, "MOST", 1)

    page = read(as_member(joan), group).text

    assert NEW not in page
    assert UNDO not in page


def test_a_guest_is_not_offered_it_and_nobody_reaches_a_group_that_they_do_not_see(
    closed, group, threads, guest, joan, as_member
):
    assert BUTTON not in guest.get(group.get_absolute_url()).text
    assert UNDO not in guest.get(f"{group.get_absolute_url()}?marked=read").text
    for act in ("read", "unread"):
        assert as_member(joan).post(f"/groups/{closed.slug}/{act}/").status_code == 404


def test_where_nothing_is_new_it_is_not_offered(group, thread, maria, as_member):
    client = as_member(maria)

    assert BUTTON not in client.get(group.get_absolute_url()).text
    assert UNDO not in read(client, group).text


def test_it_costs_the_same_for_many_discussions(group, threads, maria, ines, joan, django_assert_num_queries):
    forum.follow(threads[0], joan)
    with django_assert_num_queries(6):
        forum.read_group(group, joan)
    for number in range(20):
        thread = start(group, maria, f"Another {number}").thread
        forum.visit(joan, thread, number=1)
        reply(thread, ines)

    with django_assert_num_queries(6):
        forum.read_group(group, joan)
