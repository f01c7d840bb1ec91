"""Reading a long discussion: read_through counts without gaps, and opening a later page does not move it."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from django.utils import timezone

from community.forum import operations as forum
from community.forum.models import Post, Visit
from community.forum.selectors.filters import first_on
from community.forum.selectors.thread_page import ReadingState
from tests.acts import reply
from tests.forum.statements import statements
from tests.notifications.notifications import notify_followers, unread

CHICAGO = ZoneInfo("America/Chicago")


def reading_state(member, thread):
    found = Visit.objects.get(member=member, thread=thread)
    return found.read_through, found.number


@pytest.fixture
def path_of(long_thread):
    """A discussion of 65 posts, four pages, and its address."""
    thread = long_thread(65)
    return thread, thread.get_absolute_url()


def test_page_after_page_moves_read_through(path_of, joan, as_member):
    (thread, path), client = path_of, as_member(joan)

    for page, read_through in [(1, 20), (2, 40), (3, 60), (4, 65)]:
        client.get(f"{path}?page={page}")
        assert reading_state(joan, thread) == (read_through, read_through)


def test_opening_the_last_page_leaves_read_through_where_it_is(path_of, joan, as_member):
    (thread, path), client = path_of, as_member(joan)
    client.get(path)

    client.get(f"{path}?page=last")

    assert reading_state(joan, thread) == (20, 65)
    page = client.get(path).text
    assert "Continue reading (21)" in page
    assert f'href="{path}?number=21#sought"' in page
    assert client.get(f"{path}?number=21").context["page"] == 2


def test_a_member_closes_the_gap_by_reading_it(path_of, joan, as_member):
    (thread, path), client = path_of, as_member(joan)
    for page in (1, 4, 2):
        client.get(f"{path}?page={page}")
    assert reading_state(joan, thread) == (40, 65)

    client.get(f"{path}?page=3")
    assert reading_state(joan, thread) == (60, 65)
    client.get(f"{path}?page=4")

    assert reading_state(joan, thread) == (65, 65)
    assert "Continue reading" not in client.get(path).text


def test_a_member_who_begins_at_the_end_has_read_through_nothing(path_of, joan, as_member):
    (thread, path), client = path_of, as_member(joan)

    client.get(f"{path}?page=last")

    assert reading_state(joan, thread) == (0, 65)
    assert "Continue reading" not in client.get(path).text
    assert reading_state(joan, thread) == (20, 65)


def test_new_posts_behind_a_gap_have_their_own_way(path_of, ines, joan, as_member):
    (thread, path), client = path_of, as_member(joan)
    client.get(path)
    client.get(f"{path}?page=last")
    reply(thread, ines)

    page = client.get(path).text

    assert "Continue reading (21)" in page
    assert "First new post (66)" in page
    arrived = client.get(f"{path}?number=66").text
    assert arrived.index("New since your last visit") < arrived.index('data-number="66"')
    assert arrived.index('data-number="65"') < arrived.index("New since your last visit")


def test_removed_posts_are_no_gap(path_of, joan, as_member):
    (thread, path), client = path_of, as_member(joan)
    for number in (20, 21, 40):
        forum.remove_post(thread.posts.get(number=number), by_author=True)

    client.get(path)
    client.get(f"{path}?page=2")

    assert reading_state(joan, thread) == (40, 40)


def test_read_through_survives_the_removal_of_its_post(path_of, joan, as_member):
    (thread, path), client = path_of, as_member(joan)
    client.get(path)

    forum.remove_post(thread.posts.get(number=21), by_author=False)

    assert "Continue reading (21)" in client.get(path).text
    assert "A moderator removed post 21" in client.get(f"{path}?number=21").text


def test_read_through_stays_valid_when_posts_before_it_are_removed_and_restored(path_of, joan, as_member):
    (thread, path), client = path_of, as_member(joan)
    for page in (1, 2):
        client.get(f"{path}?page={page}")
    posts = list(thread.posts.filter(number__in=[1, 7, 40]))

    for post in posts:
        forum.remove_post(post, by_author=False)
    assert reading_state(joan, thread) == (40, 40)
    assert "Continue reading (41)" in client.get(path).text
    for post in posts:
        forum.restore_post(post)

    assert reading_state(joan, thread) == (40, 40)
    assert "Continue reading (41)" in client.get(path).text


def test_read_through_is_preserved_while_the_member_may_not_read_the_discussion(
    path_of, group, closed, joan, as_member
):
    (thread, path), client = path_of, as_member(joan)
    client.get(path)
    client.get(f"{path}?page=last")

    forum.move_thread(thread, closed)
    assert client.get(path).status_code == 404
    forum.move_thread(thread, group, audience="public")

    assert reading_state(joan, thread) == (20, 65)
    assert "Continue reading (21)" in client.get(path).text


def test_when_all_is_removed_and_the_last_post_restored_the_member_goes_on_there(long_thread, joan, as_member):
    thread = long_thread(45)
    client, path = as_member(joan), thread.get_absolute_url()
    for page in (1, 2):
        client.get(f"{path}?page={page}")

    for post in thread.posts.all():
        forum.remove_post(post, by_author=False)
    assert client.get(path).status_code == 404
    forum.restore_post(thread.posts.get(number=45))

    assert reading_state(joan, thread) == (40, 40)
    assert "Continue reading (41)" in client.get(path).text
    client.get(f"{path}?page=last")
    assert reading_state(joan, thread) == (45, 45)


def test_a_members_own_reply_closes_no_gap(path_of, joan, as_member):
    (thread, path), client = path_of, as_member(joan)
    client.get(path)
    client.get(f"{path}?page=last")

    post = reply(thread, joan)
    client.get(thread.url_of(post))

    assert reading_state(joan, thread) == (20, 66)


def test_a_members_own_reply_right_after_all_they_read_is_read(long_thread, joan, as_member):
    thread = long_thread(5)
    as_member(joan).get(thread.get_absolute_url())

    reply(thread, joan)

    assert reading_state(joan, thread) == (6, 6)


def test_a_post_that_arrives_on_the_last_page_moves_read_through(path_of, ines, joan, as_member):
    (thread, path), client = path_of, as_member(joan)
    for page in range(1, 5):
        client.get(f"{path}?page={page}")
    reply(thread, ines)

    client.get(f"/discussions/{thread.pk}/after/65/")

    assert reading_state(joan, thread) == (66, 66)


def test_an_older_tab_moves_nothing_back(path_of, joan):
    thread, _ = path_of
    forum.visit(joan, thread, first=1, number=40)

    forum.visit(joan, thread, first=1, number=20)
    forum.visit(joan, thread, ReadingState(20, 20), first=61, number=65)

    assert reading_state(joan, thread) == (40, 65)


def test_an_answer_that_was_skipped_stays_unread_until_it_is_seen(path_of, ines, joan, as_member):
    (thread, path), client = path_of, as_member(joan)
    mine = reply(thread, joan)
    answer = reply(thread, ines, answers=mine)
    for _ in range(20):
        reply(thread, ines)
    notify_followers()
    assert unread(joan) == 2

    client.get(f"{path}?page=last")
    assert [row.source for row in joan.notifications.unread()] == [answer.key]

    client.get(f"{path}?number={answer.number}")
    assert unread(joan) == 0


@pytest.mark.parametrize("posts", [3, 60, 1973])
def test_going_to_a_day_finds_its_first_post(long_thread, guest, posts):
    started_at = timezone.make_aware(datetime(2025, 3, 1, 23, 50), timezone.get_default_timezone())
    thread = long_thread(posts, started_at=started_at)
    first = posts if posts < 12 else 11  # a minute apart: the eleventh is published at midnight
    if posts < 12:
        thread.posts.filter(number=posts).update(published_at=started_at + timedelta(days=1))

    answer = guest.get(f"{thread.get_absolute_url()}?date=2025-03-02")

    assert answer.url == f"{thread.get_absolute_url()}?number={first}#sought"
    assert 'id="sought"' in guest.get(f"{thread.get_absolute_url()}?number={first}").text


def test_going_to_a_day_is_right_for_each_day_of_a_long_discussion(long_thread):
    thread = long_thread(1500)
    posts = list(thread.posts.order_by("number"))
    for number, post in enumerate(posts):  # three a day, from the first of January
        post.published_at = timezone.make_aware(datetime(2024, 1, 1, 8)) + timedelta(hours=8 * number)
    type(posts[0]).objects.bulk_update(posts, ["published_at"], batch_size=300)

    for passed in (0, 1, 99, 100, 333, 498):
        day = date(2024, 1, 1) + timedelta(days=passed)
        found = first_on(thread, day, CHICAGO)
        expected = next(post.number for post in posts if timezone.localtime(post.published_at).date() >= day)
        assert found == expected
    assert first_on(thread, date(2023, 1, 1), CHICAGO) == 1
    assert first_on(thread, date(2026, 1, 1), CHICAGO) is None


@pytest.mark.parametrize(("asked", "found"), [("41", 41), ("041", 41), ("0", 1), ("65", 65)])
def test_going_to_a_number_finds_its_post(path_of, guest, asked, found):
    _, path = path_of

    page = guest.get(f"{path}?number={asked}").text

    assert page.count('id="sought"') == 1
    assert re.search('id="sought".*?data-number="([0-9]+)"', page, re.DOTALL)[1] == str(found)


@pytest.mark.parametrize("asked", ["66", "9" * 40])
def test_a_number_that_is_too_high_shows_the_last_posts_and_says_so(path_of, guest, asked):
    _, path = path_of

    page = guest.get(f"{path}?number={asked}").text

    assert page.count('id="sought"') == 1
    assert re.search(r'id="sought"[^>]*>\s*The posts here go from 1 to 65\.', page)
    assert 'data-number="65"' in page


@pytest.mark.parametrize("asked", ["", "x", "-4", "4.5", "%00"])
def test_an_invalid_number_is_the_first_page(path_of, guest, asked):
    _, path = path_of

    page = guest.get(f"{path}?number={asked}")

    assert (page.status_code, page.context["page"]) == (200, 1)
    assert 'id="sought"' not in page.text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2999, 12, 31), "That day is in the future."),
        (date(9999, 12, 31), "That day is in the future."),
        (None, "Nobody has posted here since "),
    ],
)
def test_a_day_after_the_last_post_shows_the_newest_and_says_so(path_of, guest, day, sentence):
    thread, path = path_of
    Post.objects.filter(thread=thread).update(published_at=F("published_at") - timedelta(days=3))

    page = guest.get(f"{path}?date={day or timezone.localdate()}")

    assert sentence in page.text
    assert page.context["page"] == 4


@pytest.mark.parametrize("day", ["", "soon", "2025-13-40", "%00", "0", "9" * 300])
def test_an_invalid_day_is_asked_for_again(path_of, guest, day):
    _, path = path_of

    page = guest.get(f"{path}?date={day}")

    assert page.status_code == 422
    assert "Choose a day" in page.text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_earliest_and_latest_dates_are_valid(path_of, guest, day):
    assert guest.get(f"{path_of[1]}?date={day}").status_code in (200, 302)


def test_a_stashed_reply_is_not_lost_on_the_way_to_a_day(path_of, ines, guest, as_member):
    thread, path = path_of
    guest.post(f"/discussions/{thread.pk}/reply/", {"body": "Half a sentence"})
    guest.force_login(ines, backend="community.members.sessions.MemberBackend")

    arrived = guest.get(f"{path}?date=2000-01-01", follow=True)

    assert "Half a sentence" in arrived.text


def test_going_to_a_day_costs_three_statements_at_most(long_thread, guest):
    def cost(thread):
        return len(statements(lambda: first_on(thread, date(2025, 1, 1), CHICAGO)))

    assert cost(long_thread(60, title="Short")) == 1
    assert cost(long_thread(1973, title="Long")) <= 2


def test_a_second_visit_writes_nothing(path_of, joan, as_member):
    (_, path), client = path_of, as_member(joan)
    for page in (1, 4, 4):
        client.get(f"{path}?page={page}")

    again = statements(lambda: client.get(f"{path}?page=4"))

    assert not [line for line in again if "forum_visit" in line and not line.startswith("SELECT")]
    moving = statements(lambda: client.get(f"{path}?page=2"))
    assert len([line for line in moving if line.startswith("UPDATE") and "forum_visit" in line]) == 1
