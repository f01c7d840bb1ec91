"""A member's home: what is new for them first, each part with its empty state."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from community.content_warnings import Label
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Audience, Group, Thread
from community.members.models import Member
from tests.acts import reply, start

type SignIn = Callable[[Member], Client]


def long(group: Group, maria: Member, ines: Member, posts: int = 45) -> Thread:
    """A discussion of some pages, by Maria and Ines in turn."""
    began = timezone.now() - timedelta(days=9)
    moments = [began + timedelta(minutes=number) for number in range(posts)]
    written = [
        forum.ImportedPost((maria, ines)[number % 2], richtext.from_plain(f"Post {number + 1}"), moment)
        for number, moment in enumerate(moments)
    ]
    return forum.import_thread(group, key="long", title="A long road", posts=written)


def part(client: Client, name: str) -> str:
    """The part of the home page with this heading id, its whitespace collapsed."""
    page = " ".join(client.get("/").text.split())
    found = re.search(rf'<section[^>]* aria-labelledby="{name}">.*?</section>', page)
    return found[0] if found else ""


def headings(client: Client) -> list[str]:
    """The headings of the page in their order."""
    return [heading.strip() for heading in re.findall(r"<h[12][^>]*>([^<]*)<", client.get("/").text)]


def test_what_is_new_comes_first_and_where_to_begin_is_last(
    group: Group, thread: Thread, maria: Member, as_member: SignIn
) -> None:
    assert headings(as_member(maria)) == [
        "What’s new for you",
        "New in discussions you follow",
        "Continue reading",
        "Replies to you",
        "Latest in your groups",
        "Groups",
        "Where to start",
        "If it’s too much right now",
    ]


def test_a_new_member_is_welcomed_shown_where_to_begin_and_what_others_talk_about(
    thread: Thread, joan: Member, as_member: SignIn
) -> None:
    client = as_member(joan)

    assert headings(client)[:4] == ["Welcome, Joan", "Where to start", "Latest discussions", "Groups"]
    assert thread.title in part(client, "latest")
    assert 'class="start-links"' in client.get("/").text


def test_even_without_any_discussion_the_page_has_something_to_say(joan: Member, as_member: SignIn) -> None:
    page = as_member(joan).get("/").text

    assert "No discussions yet. Yours could be the first." in page
    assert "There are no groups yet." in page


def test_each_part_without_anything_says_so(thread: Thread, maria: Member, as_member: SignIn) -> None:
    client = as_member(maria)

    assert "You’re up to date." in part(client, "news")
    assert "Nothing here right now. When you’ve read part of a discussion, you’ll find it here." in part(
        client, "unfinished"
    )
    assert "When someone replies to you" in part(client, "replies")


def test_a_followed_discussion_with_new_posts_says_how_many_and_opens_at_the_first(
    thread: Thread, maria: Member, ines: Member, as_member: SignIn
) -> None:
    reply(thread, ines)
    reply(thread, ines)

    news = part(as_member(maria), "news")

    assert f'href="{thread.get_absolute_url()}?number=2#unread"' in news
    assert "2 new</span>" in news
    assert "Last reply: Ines" in news
    assert thread.title not in part(as_member(maria), "latest")


def test_once_it_is_read_nothing_is_new(thread: Thread, maria: Member, ines: Member, as_member: SignIn) -> None:
    client = as_member(maria)
    reply(thread, ines)
    assert thread.title in part(client, "news")

    client.get(thread.get_absolute_url())

    assert thread.title not in part(client, "news")
    assert thread.title in part(client, "latest")


@pytest.mark.parametrize("why", ["own", "removed", "not followed any more", "muted"])
def test_what_is_not_new_to_the_member_is_not_shown_as_new(
    why: str, thread: Thread, maria: Member, ines: Member, as_member: SignIn
) -> None:
    forum.follow(thread, ines)
    forum.visit(ines, thread, number=1)
    author = ines if why == "own" else maria
    post = reply(thread, author, labels=int(Label.DEATH) if why == "muted" else 0)
    if why == "removed":
        forum.remove_post(post, by_author=True)
    if why == "not followed any more":
        forum.unfollow(thread, ines)
    if why == "muted":
        forum.mute_labels(ines, Label.DEATH, until=None)

    assert thread.title not in part(as_member(ines), "news")


def test_more_than_five_with_news_are_on_the_list_of_followed_ones(
    group: Group, maria: Member, ines: Member, as_member: SignIn
) -> None:
    client = as_member(maria)
    for number in range(5):
        reply(start(group, maria, f"Discussion {number}").thread, ines)
    assert "See all that’s new" not in part(client, "news")

    reply(start(group, maria, "The sixth").thread, ines)

    news = part(client, "news")
    assert news.count("<li>") == 5
    assert "Discussion 0" not in news
    assert re.search(r'href="/discussions/following/">\s*See all that’s new', news)


def test_a_discussion_read_in_part_continues_where_the_member_stopped(
    group: Group, maria: Member, ines: Member, joan: Member, as_member: SignIn
) -> None:
    road, client = long(group, maria, ines), as_member(joan)
    client.get(road.get_absolute_url())

    unfinished = part(client, "unfinished")

    assert f'href="{road.get_absolute_url()}?number=21#unread"' in unfinished
    assert "25 posts left to read" in unfinished
    assert 'id="unread"' in client.get(f"{road.get_absolute_url()}?number=21").text


@pytest.mark.parametrize(
    ("posts", "left", "new"),
    [
        (101, "99 posts left to read", "99 new"),
        (102, "More than 99 posts to read", "99+ new"),
        (140, "More than 99 posts to read", "99+ new"),
    ],
)
def test_many_posts_are_not_counted_to_the_end(
    posts: int, left: str, new: str, group: Group, maria: Member, ines: Member, joan: Member, as_member: SignIn
) -> None:
    road, client = long(group, maria, ines, posts), as_member(joan)
    forum.visit(joan, road, number=2)

    assert left in part(client, "unfinished")
    assert new in client.get(group.get_absolute_url()).text


def test_after_a_look_at_the_last_page_it_continues_at_the_gap(
    group: Group, maria: Member, ines: Member, joan: Member, as_member: SignIn
) -> None:
    road, client = long(group, maria, ines), as_member(joan)
    client.get(road.get_absolute_url())
    client.get(f"{road.get_absolute_url()}?page=3")

    assert f'href="{road.get_absolute_url()}?number=21#sought"' in part(client, "unfinished")


def test_a_finished_discussion_is_not_to_be_continued(
    group: Group, maria: Member, ines: Member, joan: Member, as_member: SignIn
) -> None:
    road, client = long(group, maria, ines), as_member(joan)
    for page in (1, 2, 3):
        client.get(f"{road.get_absolute_url()}?page={page}")
    assert road.title not in part(client, "unfinished")

    last = reply(road, maria)
    assert road.title in part(client, "unfinished")
    forum.remove_post(last, by_author=True)

    assert road.title not in part(client, "unfinished")


def test_the_last_opened_is_continued_first_and_no_more_than_three_are_shown(
    group: Group, maria: Member, ines: Member, joan: Member, as_member: SignIn
) -> None:
    threads = [start(group, maria, f"Discussion {number}").thread for number in range(4)]
    for thread in threads:
        forum.visit(joan, thread, number=1)
        reply(thread, ines)

    found = re.findall(r"Discussion \d", part(as_member(joan), "unfinished"))

    assert found == ["Discussion 3", "Discussion 2", "Discussion 1"]


@pytest.mark.parametrize("way", ["answer", "mention"])
def test_a_reply_to_the_member_is_shown_until_after_it_is_read(
    way: str, thread: Thread, ines: Member, joan: Member, as_member: SignIn
) -> None:
    own = reply(thread, ines)
    post = reply(thread, joan, answers=own) if way == "answer" else reply(thread, joan, "Thank you, @Ines")
    client = as_member(ines)

    replies = part(client, "replies")
    assert "Joan" in replies
    assert '<span class="badge live">New</span>' in replies
    (address,) = re.findall(r'href="([^"]+)"', replies)
    answer = client.get(address)
    assert answer["Location"] == post.get_absolute_url()

    replies = part(client, "replies")
    assert "Joan" in replies
    assert "New</span>" not in replies


def test_a_removed_reply_is_not_shown(thread: Thread, ines: Member, joan: Member, as_member: SignIn) -> None:
    post = reply(thread, joan, answers=reply(thread, ines))
    client = as_member(ines)
    client.get(thread.get_absolute_url())
    forum.remove_post(post, by_author=True)

    assert "Joan" not in part(client, "replies")


def test_the_latest_are_of_the_groups_in_which_the_member_follows_something(
    group: Group, thread: Thread, maria: Member, ines: Member, as_member: SignIn
) -> None:
    other = Group.objects.create(slug="other", name="Other things", position=1)
    start(group, ines, "In a group of theirs")
    start(other, ines, "Elsewhere")

    latest = part(as_member(maria), "latest")
    assert "In a group of theirs" in latest
    assert "Elsewhere" not in latest

    forum.follow(Thread.objects.get(title="Elsewhere"), maria)
    assert "Elsewhere" in part(as_member(maria), "latest")


def test_a_private_group_is_its_members_own(maria: Member, joan: Member, ines: Member, as_member: SignIn) -> None:
    closed = Group.objects.create(slug="closed", name="Closed Circle", audience=Audience.PRIVATE)
    closed.memberships.create(member=joan)
    start(closed, joan, "Among ourselves", audience=Audience.PRIVATE)

    assert "Latest in your groups" in part(as_member(joan), "latest")
    assert "Among ourselves" in as_member(joan).get("/").text
    assert "Among ourselves" not in as_member(ines).get("/").text


def test_it_costs_the_same_with_many_rows(
    group: Group,
    maria: Member,
    ines: Member,
    joan: Member,
    as_member: SignIn,
    django_assert_num_queries: Callable[..., object],
) -> None:
    def more(number: int) -> None:
        for row in range(number):
            followed, unfinished = (start(group, maria, f"{name} {row}").thread for name in ("Followed", "Begun"))
            forum.follow(followed, joan)
            for thread in (followed, unfinished):
                forum.visit(joan, thread, number=1)
                reply(thread, ines, "Hello, @Joan")

    more(1)
    start(group, maria, "One more")
    client = as_member(joan)
    client.get("/")
    with django_assert_num_queries(11):
        client.get("/")
    more(20)

    with django_assert_num_queries(16):  # the rows are loaded once for what has changed
        client.get("/")
    with django_assert_num_queries(11):
        client.get("/")
