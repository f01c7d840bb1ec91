"""A page costs the same however much there is: the same number of statements at 1 row and at 50, on page 1 and on 99.

The numbers are what is reached now; the ceilings are 10 for a member's thread page, 5 for a guest's, 16 for a reply.
"""

from uuid import uuid4

import pytest
from django.utils import timezone

from community.core import richtext
from community.forum import operations as forum
from community.forum.models import Group
from tests.acts import make_member, reply, start
from tests.forum.statements import assert_statements, statements
from tests.notifications.telling import tell_followers

THREAD_MEMBER = 7
THREAD_MEMBER_MOVING = 9
THREAD_GUEST = 4
GROUP_MEMBER = 9
GROUP_GUEST = 6
REPLY = 13


@pytest.fixture
def by_many(group, topic):
    """A discussion of so many posts, each by somebody else and answering the one before."""

    def make(posts: int):
        people = [make_member(f"Person{number}") for number in range(min(posts, 30))]
        thread = forum.import_thread(
            group,
            key=str(uuid4()),
            title="By many",
            topics=[topic],
            posts=[
                forum.ImportedPost(
                    people[number % len(people)], richtext.from_plain("Words"), timezone.now(), number or None
                )
                for number in range(posts)
            ],
        )
        return thread

    return make


@pytest.mark.parametrize(("posts", "page"), [(2, 1), (50, 1), (50, 2), (1973, 1), (1973, 99)])
def test_a_guests_page_of_a_discussion(by_many, guest, posts, page):
    path = f"{by_many(posts).get_absolute_url()}?page={page}"

    assert_statements(THREAD_GUEST, lambda: guest.get(path))


@pytest.mark.parametrize(("posts", "page"), [(2, 1), (50, 1), (50, 2), (1973, 1), (1973, 99)])
def test_a_members_page_of_a_discussion(by_many, joan, as_member, posts, page):
    thread, client = by_many(posts), as_member(joan)
    path = f"{thread.get_absolute_url()}?page={page}"
    forum.visit(joan, thread, number=thread.last_number, already=0)

    assert_statements(THREAD_MEMBER, lambda: client.get(path))


@pytest.mark.parametrize(("posts", "page"), [(2, 1), (50, 2), (1973, 99)])
def test_a_members_page_that_moves_her_place(by_many, joan, as_member, posts, page):
    thread, client = by_many(posts), as_member(joan)
    forum.visit(joan, thread, number=1, already=0)

    assert_statements(THREAD_MEMBER_MOVING, lambda: client.get(f"{thread.get_absolute_url()}?page={page}"))


def test_a_moderators_page_asks_for_her_second_factor_too(by_many, ruth, as_member):
    thread, client = by_many(50), as_member(ruth)
    forum.visit(ruth, thread, number=50, already=0)

    assert_statements(THREAD_MEMBER + 1, lambda: client.get(thread.get_absolute_url()))


@pytest.mark.parametrize("threads", [1, 15])
def test_a_guests_list_of_a_group(group, topic, maria, guest, threads):
    for number in range(threads):
        reply(start(group, maria, f"Discussion {number}", topics=[topic]).thread, make_member(f"Person{number}"))

    assert_statements(GROUP_GUEST, lambda: guest.get(group.get_absolute_url()))


@pytest.mark.parametrize("threads", [1, 50])
def test_a_members_list_of_a_group(group, topic, maria, joan, as_member, threads):
    client = as_member(joan)
    for number in range(threads):
        thread = start(group, maria, f"Discussion {number}", topics=[topic]).thread
        forum.visit(joan, thread, number=1, already=0)
        reply(thread, maria)

    assert_statements(GROUP_MEMBER, lambda: client.get(group.get_absolute_url()))


@pytest.mark.parametrize(("posts", "followers"), [(1, 0), (50, 50)])
def test_a_reply_on_the_page(by_many, joan, as_member, posts, followers):
    thread, client = by_many(posts), as_member(joan)
    for number in range(followers):
        forum.follow(thread, make_member(f"Follower{number}"))
    forum.visit(joan, thread, number=thread.last_number, already=0)
    sent = {"body": "Thinking of you.", "token": uuid4()}

    assert_statements(REPLY, lambda: client.post(f"/discussions/{thread.pk}/reply/", sent))


def test_the_posts_that_arrived(by_many, maria, joan, as_member):
    thread, client = by_many(5), as_member(joan)
    few = statements(lambda: client.get(f"/discussions/{thread.pk}/after/4/"))
    for _ in range(10):
        reply(thread, maria)

    many = statements(lambda: client.get(f"/discussions/{thread.pk}/after/5/"))

    assert len(many) <= len(few) <= 10


def test_the_notifications_cost_the_same_for_one_and_for_thirty(group, maria, ines, joan, as_member):
    client = as_member(maria)

    def news(count):
        for number in range(count):
            reply(start(group, maria, f"Discussion {number}").thread, ines)
        tell_followers()

    news(1)
    one = statements(lambda: client.get("/notifications/"))
    news(29)
    thirty = statements(lambda: client.get("/notifications/"))

    assert len(one) == len(thirty) <= 10


def test_the_front_page_costs_the_same_for_one_and_for_ten_groups(group, maria, guest):
    start(group, maria, "One")
    one = statements(lambda: guest.get("/"))
    for number in range(10):
        other = Group.objects.create(slug=f"group-{number}", name=f"Group {number}")
        start(other, maria, f"Discussion {number}")

    assert len(statements(lambda: guest.get("/"))) == len(one) <= 5
