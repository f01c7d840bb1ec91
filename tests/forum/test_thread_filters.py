"""Filters of a long discussion: the most supported posts, the starter's, the mentors', and a search."""

from uuid import uuid4

import pytest
from django.utils import timezone

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post
from community.forum.selectors import filters
from community.safety.models import WatchedPhrase
from tests.acts import reply, start
from tests.forum.statements import statements


@pytest.fixture
def voices(group, maria, ines, tess):
    """Create a discussion by Maria in which Ines and Tess, a mentor, take turns."""

    def make(posts: int):
        people = [maria, ines, tess]
        return forum.import_thread(
            group,
            key=str(uuid4()),
            title="Three voices",
            posts=[
                forum.ImportedPost(
                    people[number % 3], richtext.from_plain(f"Words {number + 1}: Tamoxifen, at night"), timezone.now()
                )
                for number in range(posts)
            ],
        )

    return make


def numbers(answer):
    return [post.number for post in answer.context["part"].posts]


def support(thread, **counts):
    for name, count in counts.items():
        Post.objects.filter(thread=thread, number=int(name[1:])).update(support_count=count)


def test_the_most_supported_posts_come_first(voices, guest):
    thread = voices(45)
    support(thread, n7=3, n12=41, n30=3)

    page = guest.get(f"{thread.get_absolute_url()}?show=supported")

    assert numbers(page) == [12, 7, 30]
    assert "<h1>Most supported posts</h1>" in page.text


def test_what_the_starter_wrote(voices, guest):
    thread = voices(12)

    page = guest.get(f"{thread.get_absolute_url()}?show=starter")

    assert numbers(page) == [1, 4, 7, 10]
    assert "<h1>Posts by Maria</h1>" in page.text


def test_what_mentors_wrote(voices, guest):
    thread = voices(12)

    assert numbers(guest.get(f"{thread.get_absolute_url()}?show=mentors")) == [3, 6, 9, 12]


def test_each_post_links_to_its_position_in_the_thread_and_the_page_back_to_all(voices, guest):
    thread = voices(45)

    page = guest.get(f"{thread.get_absolute_url()}?show=mentors").text

    third = thread.posts.get(number=3)
    assert f'<a class="button plain" href="/posts/{third.pk}/">Read it in the discussion (3)</a>' in page
    assert f'<a href="{thread.get_absolute_url()}">All posts</a>' in page
    assert guest.get(f"/posts/{third.pk}/").url == thread.url_of(third)


@pytest.mark.parametrize("show", ["supported", "starter", "mentors"])
def test_there_are_pages_with_real_links_and_none_shows_a_post_twice(voices, guest, show):
    thread = voices(130)
    Post.objects.filter(thread=thread, number__lte=47).update(support_count=2)
    path, seen = f"{thread.get_absolute_url()}?show={show}", []
    expected = {"supported": 47, "starter": 44, "mentors": 43}[show]

    after, pages = "", 0
    while after or not pages:
        page = guest.get(f"{path}&after={after}" if after else path)
        seen, after, pages = seen + numbers(page), page.context["part"].after, pages + 1
        assert (f'rel="next nofollow" href="?show={show}&amp;after={after}"' in page.text) == bool(after)

    assert pages == 3
    assert len(seen) == len(set(seen)) == expected


def test_words_are_looked_for_in_posts_newest_first(voices, ines, guest):
    thread = voices(12)
    late = reply(thread, ines, "The night sweats came with tamoxifen.")

    page = guest.get(f"{thread.get_absolute_url()}?q=NIGHT+tamoxifen")
    assert numbers(page) == [late.number, *range(12, 0, -1)]
    assert numbers(guest.get(f"{thread.get_absolute_url()}?q=sweats")) == [late.number]
    assert "<h1>Posts with “NIGHT tamoxifen”</h1>" in page.text


READ_AS_IN_SEARCH = [
    ("I was tired of scans.", "scan"),  # another ending
    ("My lymphoedema sleeve", "lymphedema"),  # American spelling
    ("Tengo los ganglios inflamados y no sé por qué", "GANGLIO"),
    ("Mañana es el escáner", "escaner"),
    ("Nolvadex makes me sweat", "tamoxifen"),  # a synonym
    ("I have chemo brain today", "brain fog"),  # a synonym of several words
    ("The night was long", "“night was”"),
    ("On the ward, at night", "what about the ward at night?"),
]


@pytest.mark.parametrize(("written", "sought"), READ_AS_IN_SEARCH)
def test_words_are_read_as_by_the_search(thread, ines, guest, written, sought):
    post = reply(thread, ines, written)

    assert numbers(guest.get(thread.get_absolute_url(), {"q": sought})) == [post.number]


def test_words_within_quotation_marks_stay_in_a_row(thread, ines, guest):
    reply(thread, ines, "The night here was long")

    assert numbers(guest.get(thread.get_absolute_url(), {"q": '"night was"'})) == []


def test_the_words_of_other_discussions_and_of_held_replies_are_not_found(group, thread, maria, ines, guest):
    WatchedPhrase.objects.create(phrase="yellow canary")
    start(group, maria, "Birds", "A goldfinch")
    reply(thread, ines, "A goldfinch, and a yellow canary")

    assert numbers(guest.get(thread.get_absolute_url(), {"q": "goldfinch"})) == []


@pytest.mark.parametrize("typed", ["???", "❤", '""', "' ; --", "*", "a:*"])
def test_what_has_no_words_finds_nothing_and_is_no_error(thread, guest, typed):
    assert "No post has these words." in guest.get(thread.get_absolute_url(), {"q": typed}).text


def test_a_long_discussion_is_searched_a_stretch_at_a_time(voices, guest, monkeypatch):
    monkeypatch.setattr(filters, "SEARCHED_FOR_WORDS", 30)
    thread = voices(100)

    page = guest.get(f"{thread.get_absolute_url()}?q=words+75%3A")
    assert numbers(page) == [75]
    assert "We searched posts 71 to 100 of 100." in page.text

    older = guest.get(f"{thread.get_absolute_url()}?q=words+75%3A&after={page.context['part'].after}")
    assert numbers(older) == []
    assert "We searched posts 41 to 70 of 100." in older.text
    assert "Nothing found in these posts." in older.text
    last = guest.get(f"{thread.get_absolute_url()}?q=words+75%3A&after=11")
    assert (numbers(last), last.context["part"].after) == ([], "")


def test_people_are_looked_for_a_stretch_at_a_time(voices, guest, monkeypatch):
    monkeypatch.setattr(filters, "SEARCHED_FOR_AUTHORS", 10)
    thread = voices(25)

    page = guest.get(f"{thread.get_absolute_url()}?show=mentors")
    assert numbers(page) == [3, 6, 9]
    assert "We searched posts 1 to 10 of 25." in page.text

    assert numbers(guest.get(f"{thread.get_absolute_url()}?show=mentors&after=10")) == [12, 15, 18]


@pytest.mark.parametrize("asked", ["show=supported", "show=starter", "show=mentors", "q=tamoxifen"])
def test_removed_posts_are_not_among_them(voices, maria, guest, asked):
    thread = voices(3)
    Post.objects.filter(thread=thread).update(support_count=1)
    for post in thread.posts.all():
        forum.remove_post(post, by_author=True) if post.number != 2 else None

    assert set(numbers(guest.get(f"{thread.get_absolute_url()}?{asked}"))) <= {2}


@pytest.mark.parametrize("asked", ["show=supported", "show=starter", "show=mentors", "q=only"])
def test_whoever_may_not_read_it_finds_no_part_of_it(private_thread, members_thread, joan, guest, as_member, asked):
    assert guest.get(f"{members_thread.get_absolute_url()}?{asked}").status_code == 404
    assert as_member(joan).get(f"{members_thread.get_absolute_url()}?{asked}").status_code == 200
    assert as_member(joan).get(f"{private_thread.get_absolute_url()}?{asked}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("show=supported", "Nobody has sent a hug or a thank you here yet."),
        ("show=mentors", "No mentor has written here yet."),
        ("show=mentors&after=999", "There are no more."),
        ("q=xylophone", "No post has these words."),
        ("q=", "Search in this discussion"),
    ],
)
def test_where_there_is_nothing_it_says_so(thread, guest, asked, text):
    assert text in guest.get(f"{thread.get_absolute_url()}?{asked}").text


def test_the_posts_of_a_starter_who_left_are_nobodys(thread, maria, guest):
    type(thread).objects.filter(pk=thread.pk).update(author=None)

    page = guest.get(f"{thread.get_absolute_url()}?show=starter").text

    assert "The person who started this has no posts here that you can read." in page


@pytest.mark.parametrize("after", ["x", "-1", "0", "1-x", "9" * 60, "9" * 18, "%00"])
@pytest.mark.parametrize("asked", ["show=supported", "show=mentors", "q=words"])
def test_an_invalid_cursor_is_no_error(voices, guest, asked, after):
    assert guest.get(f"{voices(3).get_absolute_url()}?{asked}&after={after}").status_code == 200


def test_a_search_with_too_many_words_comes_back(thread, guest):
    page = guest.get(f"{thread.get_absolute_url()}?q={'x' * 101}")

    assert page.status_code == 422
    assert "Use fewer words" in page.text
    assert f'value="{"x" * 101}"' in page.text
    assert guest.get(f"{thread.get_absolute_url()}?q=%00").status_code == 200


def test_an_unknown_filter_shows_the_whole_discussion(thread, guest):
    assert "posts" in guest.get(f"{thread.get_absolute_url()}?show=everything").context


def test_no_search_engine_indexes_a_filtered_page(voices, guest):
    thread = voices(45)

    assert '<meta name="robots" content="noindex">' in guest.get(f"{thread.get_absolute_url()}?show=mentors").text
    assert f'<a rel="nofollow" href="{thread.get_absolute_url()}?show=mentors">' in (
        guest.get(thread.get_absolute_url()).text
    )


def test_a_filtered_page_leaves_read_through_alone(voices, joan, as_member):
    as_member(joan).get(f"{voices(45).get_absolute_url()}?show=mentors")

    assert not joan.visits.exists()


@pytest.mark.parametrize("asked", ["show=supported", "show=starter", "show=mentors", "q=words"])
def test_a_part_costs_the_same_however_long_the_discussion_is(voices, guest, joan, as_member, asked):
    few, many, client = voices(3), voices(1973), as_member(joan)
    Post.objects.update(support_count=1)

    for reader, statements_of in ((guest, 4), (client, 6)):
        for thread in (few, many):
            found = statements(lambda: reader.get(f"{thread.get_absolute_url()}?{asked}"))  # noqa: B023
            assert len(found) <= statements_of, found
