"""A page takes the same number of statements at 1 row and at 10 (at 50 in the long tests), on page 1 and on 99.

Each page is counted twice: rebuilt after a change, and as the next viewer gets it. The limits of a cached page are:
5 for a member's thread page and list, 3 for a guest's, 16 for a reply.
"""

from uuid import uuid4

import pytest
from django.utils import timezone

from community.core.models import current_site_version
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group
from community.search.synonyms import synonyms
from tests.acts import add_picture, make_member, reply, start
from tests.forum.statements import assert_statements, statements
from tests.notifications.notifications import notify_followers

NEXT_GUEST = 1
THREAD_MEMBER = 5
THREAD_MEMBER_MOVING = 7
THREAD_MEMBER_UNCACHED = 9
THREAD_GUEST_UNCACHED = 7
GROUP_MEMBER = 5
GROUP_MEMBER_UNCACHED = 8
GROUP_GUEST_UNCACHED = 6
REPLY = 14
REPLY_OF_FOLLOWER = 12
PART_GUEST = 3
PART_MEMBER = 5
CATCH_UP = 8
SAVED_POSTS = 5
SHEET = 6
SUPPORT = 5
FEW_AND_MANY = [1, 10, pytest.param(50, marks=pytest.mark.long)]


@pytest.fixture
def by_many(group, topic):
    """Create a discussion of this many posts, each by another member and answering the one before."""

    def make(posts: int):
        people = [make_member(f"Person{number}") for number in range(min(posts, 30))]
        words = richtext.from_plain("Words")
        thread = forum.import_thread(
            group,
            key=str(uuid4()),
            title="By many",
            topics=[topic],
            posts=[
                forum.ImportedPost(people[number % len(people)], words, timezone.now(), number or None)
                for number in range(posts)
            ],
        )
        return thread

    return make


@pytest.fixture
def with_images(group, topic, maria, ines, settings):
    """Create a discussion of Maria's with this many replies, each with two images, a quote, and a hug."""

    def make(posts: int):
        settings.PICTURES_PER_HOUR = 2 * posts
        opening = start(group, maria, "Our gardens", topics=[topic])
        for _ in range(posts):
            pictures = [add_picture(ines, opening.thread.key), add_picture(ines, opening.thread.key)]
            words = f"> Maria (/posts/{opening.pk}/) wrote:\n> How?\n\nThe garden helps."
            forum.give_support(reply(opening.thread, ines, words, pictures=pictures), maria, "hug")
        return opening.thread

    return make


@pytest.mark.parametrize(
    ("posts", "number"), [(2, 1), (50, 1), (50, 2), pytest.param(1973, 1, marks=pytest.mark.long), (1973, 99)]
)
def test_a_guests_page_of_a_discussion(by_many, guest, posts, number):
    path = f"{by_many(posts).get_absolute_url()}?page={number}"

    assert_statements(THREAD_GUEST_UNCACHED, lambda: guest.get(path))
    assert_statements(NEXT_GUEST, lambda: guest.get(path))


@pytest.mark.parametrize(
    ("posts", "number"), [(2, 1), (50, 1), (50, 2), pytest.param(1973, 1, marks=pytest.mark.long), (1973, 99)]
)
def test_a_members_page_of_a_discussion(by_many, joan, as_member, posts, number):
    thread, client = by_many(posts), as_member(joan)
    path = f"{thread.get_absolute_url()}?page={number}"
    forum.visit(joan, thread, number=thread.last_number)

    assert_statements(THREAD_MEMBER_UNCACHED, lambda: client.get(path))
    assert_statements(THREAD_MEMBER, lambda: client.get(path))


@pytest.mark.parametrize(("posts", "number"), [(2, 1), (50, 2), (1973, 99)])
def test_a_members_page_that_moves_read_through(by_many, joan, maria, as_member, posts, number):
    thread, client = by_many(posts), as_member(joan)
    path = f"{thread.get_absolute_url()}?page={number}"
    as_member(maria).get(path)  # a member has read it before
    forum.visit(joan, thread, number=1)

    assert_statements(THREAD_MEMBER_MOVING, lambda: client.get(path))


@pytest.mark.parametrize("posts", FEW_AND_MANY)
def test_a_page_of_posts_with_pictures_support_and_quotes(with_images, joan, guest, as_member, posts):
    thread, client = with_images(posts), as_member(joan)
    client.get(thread.get_absolute_url())

    assert_statements(
        THREAD_GUEST_UNCACHED - 4, lambda: guest.get(thread.get_absolute_url())
    )  # much is cached for everybody
    assert_statements(THREAD_MEMBER, lambda: client.get(thread.get_absolute_url()))


def test_a_moderators_page_asks_for_the_second_factor_too(by_many, ruth, as_member):
    thread, client = by_many(50), as_member(ruth)
    forum.visit(ruth, thread, number=50)
    client.get(thread.get_absolute_url())

    assert_statements(THREAD_MEMBER + 1, lambda: client.get(thread.get_absolute_url()))


@pytest.mark.parametrize("threads", [1, 15])
def test_a_guests_list_of_a_group(group, topic, maria, guest, threads):
    for number in range(threads):
        reply(start(group, maria, f"Discussion {number}", topics=[topic]).thread, make_member(f"Person{number}"))

    assert_statements(GROUP_GUEST_UNCACHED, lambda: guest.get(group.get_absolute_url()))
    assert_statements(NEXT_GUEST, lambda: guest.get(group.get_absolute_url()))


@pytest.mark.parametrize("threads", [1, 50])
def test_a_members_list_of_a_group(group, topic, maria, joan, as_member, threads):
    client = as_member(joan)
    for number in range(threads):
        thread = start(group, maria, f"Discussion {number}", topics=[topic]).thread
        forum.visit(joan, thread, number=1)
        reply(thread, maria)

    assert_statements(GROUP_MEMBER_UNCACHED, lambda: client.get(group.get_absolute_url()))
    assert_statements(GROUP_MEMBER, lambda: client.get(group.get_absolute_url()))


@pytest.mark.parametrize("threads", [1, 15])
def test_the_most_supported_of_a_group_cost_what_any_list_costs(group, topic, maria, joan, guest, as_member, threads):
    client = as_member(joan)
    for number in range(threads):
        forum.give_support(start(group, maria, f"Discussion {number}", topics=[topic]), joan, "hug")

    assert_statements(GROUP_GUEST_UNCACHED, lambda: guest.get(f"{group.get_absolute_url()}?order=supported"))
    # Nothing is new to the member, so the rows are those of the guest.
    assert_statements(GROUP_MEMBER_UNCACHED - 2, lambda: client.get(f"{group.get_absolute_url()}?order=supported"))


@pytest.mark.parametrize("posts", FEW_AND_MANY)
@pytest.mark.parametrize(
    "asked", ["show=supported", pytest.param("show=starter", marks=pytest.mark.long), "show=mentors", "q=garden"]
)
def test_a_part_of_a_discussion_with_pictures_support_and_quotes(with_images, joan, guest, as_member, posts, asked):
    thread, client = with_images(posts), as_member(joan)
    path = f"{thread.get_absolute_url()}?{asked}"
    synonyms(current_site_version())  # each process loads them once, and again when they change

    assert_statements(PART_GUEST, lambda: guest.get(path))
    assert_statements(PART_MEMBER, lambda: client.get(path))


@pytest.mark.parametrize("posts", FEW_AND_MANY)
def test_the_catch_up_page_with_pictures_support_and_quotes(with_images, joan, as_member, posts):
    thread, client = with_images(posts), as_member(joan)
    forum.visit(joan, thread, number=1)

    assert_statements(CATCH_UP, lambda: client.get(f"/discussions/{thread.pk}/catch-up/"))


@pytest.mark.parametrize("posts", FEW_AND_MANY)
def test_saved_posts_with_pictures_support_and_quotes(settings, with_images, joan, as_member, posts):
    settings.THREADS_PER_PAGE = 50
    thread, client = with_images(posts), as_member(joan)
    for post in thread.posts.all():
        forum.write_note(forum.add_bookmark(post, joan), "Which ones like shade?", question=True)

    assert_statements(SAVED_POSTS, lambda: client.get("/saved/"))
    assert_statements(SHEET, lambda: client.get("/saved/questions/"))


@pytest.mark.parametrize("people", [1, 50])
def test_who_sent_support(thread, joan, as_member, people):
    post, client = thread.posts.get(), as_member(joan)
    for number in range(people):
        forum.give_support(post, make_member(f"Giver{number}"), "hug")

    assert_statements(SUPPORT, lambda: client.get(f"/posts/{post.pk}/support/"))


@pytest.mark.parametrize(("posts", "followers"), [(1, 0), (50, 50)])
def test_a_reply_on_the_page(by_many, joan, as_member, posts, followers):
    thread, client = by_many(posts), as_member(joan)
    for number in range(followers):
        forum.follow(thread, make_member(f"Follower{number}"))
    forum.visit(joan, thread, number=thread.last_number)

    def send():
        token = uuid4()  # and words of their own: the same ones twice are asked about
        client.post(f"/discussions/{thread.pk}/reply/", {"body": f"Thinking of you, {token}.", "token": token})

    assert_statements(REPLY, send)
    client.get(f"{thread.get_absolute_url()}?page=last")
    assert_statements(REPLY_OF_FOLLOWER, send)


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
        notify_followers()

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

    assert len(statements(lambda: guest.get("/"))) == len(one) <= 6
