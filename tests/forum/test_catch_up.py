"""What is new since the member's last visit, grouped by relevance."""

import pytest

from community.forum import operations as forum
from community.forum.models import Visit
from community.notifications.models import Notification
from tests.acts import make_member, reply, start
from tests.forum.statements import statements
from tests.notifications.notifications import notify_followers, unread


@pytest.fixture
def visited(thread, joan):
    """A discussion of Maria's in which Joan wrote, and which Joan has read."""
    reply(thread, joan, "I walk every day.")
    forum.visit(joan, thread, number=2)
    return thread


def piles(answer):
    news = answer.context["news"]
    return {pile.kind: [post.plain for post in pile.posts] for pile in news.categories} if news else {}


def path_of(thread):
    return f"/discussions/{thread.pk}/catch-up/"


def test_each_post_is_in_the_first_group_that_it_fits(visited, maria, ines, tess, joan, as_member):
    own = visited.posts.get(number=2)
    reply(visited, ines, "How far do you walk?", answers=own)
    named = reply(visited, ines, "Somebody here walks too.")
    Notification.objects.create(
        recipient=joan, kind="mentioned", context=visited.key, source=named.key, actor=ines, first_number=named.number
    )
    reply(visited, tess, "I have been there.")
    reply(visited, maria, "Thank you all.")
    reply(visited, ines, "Good night.")
    reply(visited, joan, "Sleep well.")

    page = as_member(joan).get(path_of(visited))

    assert piles(page) == {
        "named": ["Somebody here walks too."],
        "answers": ["How far do you walk?"],
        "mentors": ["I have been there."],
        "starter": ["Thank you all."],
        "others": ["Good night."],
    }
    assert "5 new posts in" in page.text
    for post in visited.posts.filter(number__gt=2).exclude(author=joan):
        assert f'<a href="/posts/{post.pk}/">Read it in the discussion ({post.number})</a>' in page.text


def test_a_post_that_mentions_the_member_comes_first(visited, ines, joan, as_member):
    reply(visited, ines, "What would you say, @Joan?")

    assert piles(as_member(joan).get(path_of(visited))) == {"named": ["What would you say, @Joan?"]}


def test_of_many_others_the_newest_are_shown_and_the_rest_counted(visited, ines, joan, as_member):
    for number in range(17):
        reply(visited, ines, f"Word {number + 1}")

    page = as_member(joan).get(path_of(visited))

    assert piles(page) == {"others": [f"Word {number}" for number in range(13, 18)]}
    assert "12 more came before them" in page.text
    assert f'href="{visited.get_absolute_url()}?number=3#sought"' in page.text


def test_opening_the_last_page_marks_nothing_else_as_read(visited, ines, joan, as_member):
    client = as_member(joan)
    for number in range(30):
        reply(visited, ines, f"Word {number}")
    page = client.get(visited.get_absolute_url()).text
    assert f'href="{path_of(visited)}?since=2"' in page
    client.get(f"{visited.get_absolute_url()}?page=last")

    assert client.get(f"{path_of(visited)}?since=2").context["news"].count == 30
    assert client.get(path_of(visited)).context["news"].count == 0


def test_an_answer_that_was_skipped_is_still_new(visited, ines, joan, as_member, settings):
    settings.POSTS_PER_PAGE = 2
    client = as_member(joan)
    reply(visited, ines, "How far?", answers=visited.posts.get(number=2))
    reply(visited, ines, "Word")
    reply(visited, ines, "Last word")

    client.get(f"{visited.get_absolute_url()}?page=last")

    assert piles(client.get(path_of(visited))) == {"answers": ["How far?"]}


def test_removed_posts_are_no_news(visited, ines, joan, as_member):
    post = reply(visited, ines, "Gone soon", answers=visited.posts.get(number=2))
    forum.remove_post(post, by_author=True)

    page = as_member(joan).get(path_of(visited))

    assert piles(page) == {}
    assert "Nothing new here since your last visit." in page.text


def test_a_page_without_anything_new_says_so_kindly(visited, joan, ines, as_member):
    assert "Nothing new here since your last visit." in as_member(joan).get(path_of(visited)).text
    assert "You haven’t opened this discussion yet" in as_member(ines).get(path_of(visited)).text
    assert "Mark all as read" not in as_member(joan).get(path_of(visited)).text


def test_a_member_marks_all_as_read(visited, ines, joan, as_member):
    client = as_member(joan)
    forum.follow(visited, joan)
    for _ in range(30):
        reply(visited, ines, answers=visited.posts.get(number=2))
    notify_followers()
    assert unread(joan) > 0
    client.get(f"{visited.get_absolute_url()}?page=last")
    assert "Mark all as read" in client.get(path_of(visited)).text

    answer = client.post(path_of(visited), {"upto": "32"}, follow=True)

    visit = Visit.objects.get(member=joan, thread=visited)
    assert (visit.read_through, visit.number) == (32, 32)
    assert unread(joan) == 0
    assert "Everything in this discussion is marked as read." in answer.text
    assert "Mark all as read" not in client.get(path_of(visited)).text


def test_a_post_that_arrived_while_reading_stays_new(visited, ines, joan, as_member):
    client = as_member(joan)
    for number in range(30):
        reply(visited, ines, f"Word {number}")

    client.post(path_of(visited), {"upto": "20"})
    visit = Visit.objects.get(member=joan, thread=visited)

    assert (visit.read_through, visit.number) == (20, 20)


@pytest.mark.parametrize("upto", ["", "x", "-1", "0", "9" * 40])
def test_marking_up_to_nothing_marks_nothing(visited, ines, joan, as_member, upto):
    reply(visited, ines)

    assert as_member(joan).post(path_of(visited), {"upto": upto}).status_code == 302
    assert Visit.objects.get(member=joan, thread=visited).number == 2


@pytest.mark.parametrize("since", ["x", "-1", "9" * 17, "9" * 40, "%00"])
def test_an_invalid_start_is_no_error(visited, joan, as_member, since):
    assert as_member(joan).get(f"{path_of(visited)}?since={since}").status_code == 200


def test_whoever_may_not_read_it_catches_up_on_nothing(private_thread, joan, group_member, guest, as_member):
    assert as_member(joan).get(path_of(private_thread)).status_code == 404
    assert as_member(joan).post(path_of(private_thread), {"upto": "1"}).status_code == 404
    assert as_member(group_member).get(path_of(private_thread)).status_code == 200
    assert guest.get(path_of(private_thread)).url.startswith("/accounts/login/")


def test_a_discussion_called_catch_up_has_its_own_address(group, maria, guest):
    thread = start(group, maria, "Catch up").thread

    assert guest.get(thread.get_absolute_url()).status_code == 200


def test_of_very_much_the_newest_is_looked_through(long_thread, joan, as_member, monkeypatch):
    monkeypatch.setattr("community.forum.selectors.catch_up.MOST", 10)
    thread = long_thread(60)
    forum.visit(joan, thread, number=5)

    page = as_member(joan).get(path_of(thread))

    assert page.context["news"].count == 10
    assert "so this page starts at post 51" in page.text


def test_it_costs_the_same_for_one_and_for_very_many(long_thread, joan, ines, as_member):
    client = as_member(joan)

    def cost(thread, answers):
        forum.visit(joan, thread, number=1)
        own = reply(thread, joan)
        for _ in range(answers):
            reply(thread, make_member(f"P{thread.pk}-{_}"), answers=own)
        return len(statements(lambda: client.get(path_of(thread))))

    assert cost(long_thread(3, title="Short"), 1) == cost(long_thread(1973, title="Long"), 15) <= 8
