"""The list of a group's discussions: its rows, orders, topics and pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.education.models import Topic
from community.forum import operations as forum
from community.forum.models import Reaction, Thread
from tests.acts import reply, start


def titles(answer):
    page = answer.context["page"]
    return [row.thread.title for row in (*page.pinned, *page.rows)]


def joined(pages):
    return [title for page in pages for title in page]


def walk(client, path, sep="?"):
    """Return every page of a list, following "Older discussions" to the end."""
    found, after = [], ""
    for _ in range(100):
        answer = client.get(f"{path}{sep}after={after}" if after else path)
        found.append(titles(answer))
        after = answer.context["page"].next_key
        if not after:
            return found
    raise AssertionError("the list does not end")


def test_a_row_says_what_a_reader_wants_to_know(long_thread, guest, topic):
    thread = long_thread(1973)
    thread.topics.add(topic)
    Thread.objects.filter(pk=thread.pk).update(locked=True)

    page = guest.get(thread.group.get_absolute_url()).text

    for text in ("A long road", "1,972 replies", "Last reply: Maria, <time", "Recurrence", "Closed"):
        assert text in page
    assert "Started by" not in page


@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("replies", [0, 1])
def test_a_row_says_who_replied_last_or_else_who_started_it(thread, ines, guest, replies, left):
    for _ in range(replies):
        reply(thread, ines)
    if left:
        Thread.objects.update(author=None, last_poster=None)

    page = guest.get(thread.group.get_absolute_url()).text

    words = {
        (0, False): "Started by Maria, <time",
        (0, True): "Started <time",
        (1, False): "Last reply: Ines, <time",
        (1, True): "Last reply: <time",
    }
    assert [each for each, text in words.items() if text in page] == [(replies, left)]


def test_the_order_and_the_topic_are_one_control_each(group, thread, topic, guest):
    path = group.get_absolute_url()
    thread.topics.add(topic)

    usual = guest.get(path).text
    assert usual.count('popovertarget="order"') == usual.count('popovertarget="topics"') == 1
    assert "All topics" in usual

    chosen = guest.get(f"{path}?order=newest&topic={topic.slug}").text
    assert f"Topic: {topic.name}" in chosen
    assert f'href="?order=unanswered&amp;topic={topic.slug}"' in chosen
    assert 'href="?order=newest"' in chosen  # all topics, in the same order


@pytest.mark.parametrize(("replies", "text"), [(0, "No replies yet"), (1, "1 reply"), (2, "2 replies")])
def test_replies_are_counted_in_words(long_thread, guest, replies, text):
    thread = long_thread(replies + 1)

    assert text in guest.get(thread.group.get_absolute_url()).text


def test_the_last_activity_decides_and_never_the_size(group, long_thread, maria, guest):
    long_thread(300)
    start(group, maria, "Small but of today")

    assert titles(guest.get(group.get_absolute_url())) == ["Small but of today", "A long road"]


def test_a_reply_moves_a_discussion_to_the_top(group, thread, maria, ines, guest):
    start(group, maria, "A later one")
    assert titles(guest.get(group.get_absolute_url()))[0] == "A later one"

    reply(thread, ines)

    assert titles(guest.get(group.get_absolute_url()))[0] == thread.title


def test_newest_goes_by_the_day_it_began(group, thread, maria, ines, guest):
    start(group, maria, "A later one")
    reply(thread, ines)

    assert titles(guest.get(f"{group.get_absolute_url()}?order=newest")) == ["A later one", thread.title]


def test_discussions_without_a_reply_can_be_found(group, thread, maria, ines, guest):
    start(group, maria, "Nobody answered yet")
    reply(thread, ines)

    assert titles(guest.get(f"{group.get_absolute_url()}?order=unanswered")) == ["Nobody answered yet"]


def test_an_order_that_does_not_exist_is_the_usual_one(group, thread, guest):
    assert titles(guest.get(f"{group.get_absolute_url()}?order=size")) == [thread.title]


def test_a_reader_chooses_a_topic(group, thread, topic, maria, guest):
    start(group, maria, "About something else", topics=[Topic.objects.create(slug="sleep", name="Sleep")])

    assert titles(guest.get(f"{group.get_absolute_url()}?topic={topic.slug}")) == [thread.title]
    for unknown in ("none-such", "%00", "x" * 500):
        assert guest.get(f"{group.get_absolute_url()}?topic={unknown}").status_code == 404


def test_an_empty_group_says_so_kindly(group, guest):
    assert "No discussions yet. Yours could be the first." in guest.get(group.get_absolute_url()).text


@pytest.mark.parametrize("order", ["activity", "newest", "unanswered"])
def test_no_discussion_is_lost_or_shown_twice_over_the_pages(group, maria, settings, guest, order):
    settings.THREADS_PER_PAGE = 4
    for number in range(11):
        start(group, maria, f"Discussion {number}")

    pages = walk(guest, f"{group.get_absolute_url()}?order={order}", sep="&")

    assert [len(page) for page in pages] == [4, 4, 3]
    assert joined(pages) == [f"Discussion {number}" for number in reversed(range(11))]


def test_not_even_when_all_are_of_the_same_moment(group, maria, settings, guest):
    settings.THREADS_PER_PAGE = 3
    for number in range(10):
        start(group, maria, f"Discussion {number}")
    Thread.objects.update(last_activity_at=timezone.now())

    pages = walk(guest, group.get_absolute_url())

    assert [len(page) for page in pages] == [3, 3, 3, 1]
    assert len(set(joined(pages))) == 10


def test_not_even_when_a_pinned_discussion_is_first(group, maria, settings, guest):
    settings.THREADS_PER_PAGE = 3
    threads = [start(group, maria, f"Discussion {number}").thread for number in range(7)]
    forum.pin(threads[2], timezone.now() + timedelta(days=1))

    pages = walk(guest, group.get_absolute_url())

    assert pages[0][0] == "Discussion 2"
    assert sorted(joined(pages)) == [f"Discussion {number}" for number in range(7)]


def test_a_reply_between_two_pages_repeats_nothing_below(group, maria, ines, settings, guest):
    settings.THREADS_PER_PAGE = 3
    threads = [start(group, maria, f"Discussion {number}").thread for number in range(6)]
    first = guest.get(group.get_absolute_url())

    reply(threads[0], ines)
    second = guest.get(f"{group.get_absolute_url()}?after={first.context['page'].next_key}")

    assert not set(titles(first)) & set(titles(second))
    assert titles(second) == ["Discussion 2", "Discussion 1"]


@pytest.mark.parametrize(
    "after", ["x", "-", "1", "1-", "-1", "9" * 30 + "-1", "1-" + "9" * 30, "9" * 300, "1-2-3", "%00", "1.5-2"]
)
def test_an_invalid_cursor_is_no_error(group, thread, guest, after):
    answer = guest.get(f"{group.get_absolute_url()}?after={after}")

    assert answer.status_code == 200


def test_a_full_last_page_offers_no_empty_one(group, maria, settings, guest):
    settings.THREADS_PER_PAGE = 3
    for number in range(3):
        start(group, maria, f"Discussion {number}")

    assert "Older discussions" not in guest.get(group.get_absolute_url()).text


def test_a_member_sees_how_much_is_new_since_their_visit(group, thread, maria, ines, joan, guest, as_member):
    page, list_ = thread.get_absolute_url(), group.get_absolute_url()
    as_member(joan).get(page)
    for _ in range(3):
        reply(thread, ines)
    removed, own = reply(thread, maria), reply(thread, joan)
    forum.remove_post(removed, by_author=True)

    assert own.number == 6
    assert "3 new" in as_member(joan).get(list_).text
    assert " new</span>" not in guest.get(list_).text
    assert " new</span>" not in as_member(ines).get(list_).text

    as_member(joan).get(page)
    assert " new</span>" not in as_member(joan).get(list_).text


def supported(group, author, title, *people):
    """Create a discussion whose opening post has reactions of these members."""
    post = start(group, author, title)
    for person in people:
        forum.give_support(post, person, Reaction.HUG)
    return post


def test_most_supported_goes_by_the_opening_post_and_leaves_out_what_nobody_supported(
    group, thread, maria, ines, joan, tess, guest
):
    supported(group, maria, "Two", ines, joan)
    supported(group, maria, "One", ines)
    supported(group, maria, "Three", ines, joan, tess)
    forum.give_support(reply(thread, ines), joan, Reaction.HUG)

    assert titles(guest.get(f"{group.get_absolute_url()}?order=supported")) == ["Three", "Two", "One"]


def test_a_removed_opening_post_supports_nothing(group, maria, ines, joan, guest):
    post = supported(group, maria, "Taken back", ines)
    reply(post.thread, joan)
    forum.remove_post(post, by_author=True)
    path = f"{group.get_absolute_url()}?order=supported"

    assert titles(guest.get(path)) == []
    assert "Nobody has sent a hug or a thank you here yet." in guest.get(path).text
    forum.restore_post(post)

    assert titles(guest.get(path)) == ["Taken back"]


def test_the_pages_of_the_most_supported_lose_nothing_where_many_have_equally_much(
    settings, group, maria, ines, joan, guest
):
    settings.THREADS_PER_PAGE = 3
    for number in range(8):
        supported(group, maria, f"Discussion {number}", ines, *([joan] if number == 5 else []))

    pages = walk(guest, f"{group.get_absolute_url()}?order=supported", sep="&")

    assert joined(pages) == [f"Discussion {number}" for number in (5, 7, 6, 4, 3, 2, 1, 0)]
    assert "Show more" in guest.get(f"{group.get_absolute_url()}?order=supported").text


@pytest.mark.parametrize("after", ["x", "1", "1-", "-1", "9" * 17 + "-1", "9" * 60, "%00-1"])
def test_an_invalid_cursor_of_the_most_supported_is_no_error(group, maria, ines, guest, after):
    supported(group, maria, "One", ines)

    assert guest.get(f"{group.get_absolute_url()}?order=supported&after={after}").status_code == 200


def test_discussions_are_put_in_order_by_support_and_people_never(group, maria, ines, joan, guest):
    supported(group, maria, "One", ines, joan)

    for path in (maria.get_absolute_url(), ines.get_absolute_url(), group.get_absolute_url(), "/"):
        page = guest.get(path)
        assert page.status_code == 200
        assert "Hug" not in page.text
