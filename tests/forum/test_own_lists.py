"""The member's own lists: the discussions they follow and started, and their replies."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from community.forum import operations as forum
from community.forum.models import Follow, Group, Thread
from community.forum.selectors.own_choices import OwnChoices, own_choices
from tests.acts import reply, start
from tests.forum.statements import assert_statements

FOLLOWED, STARTED, REPLIES = "/discussions/following/", "/discussions/mine/", "/posts/mine/replies/"
LISTS = [FOLLOWED, STARTED, REPLIES]
HTMX = {"HX-Request": "true"}
NAMES = {FOLLOWED: "Following", STARTED: "My discussions", REPLIES: "My replies", "/discussions/muted/": "Muted"}


def titles(answer):
    return [row.thread.title for row in answer.context["rows"]]


def walk(client, path):
    """Return the titles of every page, following "Older" to the end."""
    found, address = [], path
    while address:
        answer = client.get(address)
        found.append(titles(answer))
        address = answer.context["older"]
        assert len(found) < 50
    return found


@pytest.fixture
def threads(group, maria, ines):
    """Five discussions that Maria started, in each a reply of Ines; both follow all of them."""
    found = [start(group, maria, f"Discussion {number}").thread for number in range(5)]
    for number, thread in enumerate(found):
        forum.visit(ines, thread, number=1)
        reply(thread, ines, f"Reply {number}")
    return found


@pytest.mark.parametrize("path", LISTS)
def test_each_list_leads_to_the_others_and_says_which_is_open(path, maria, as_member):
    page = as_member(maria).get(path).text
    nav = page.partition('aria-label="Your discussions and replies"')[2].partition("</nav>")[0]

    for other, name in NAMES.items():
        assert f'href="{other}"' in nav
        assert name in nav
    assert re.search(rf'href="{path}"\s+aria-current="page"', nav)
    assert nav.count("aria-current") == 1


@pytest.mark.parametrize(("audience", "badge"), [("members", "Members only"), ("private", "This group only")])
@pytest.mark.parametrize("path", [FOLLOWED, STARTED])
def test_a_row_says_who_can_read_the_discussion(path, audience, badge, group, maria, as_member):
    thread = start(group, maria, "Not for everyone").thread
    group.memberships.create(member=maria)
    Thread.objects.filter(pk=thread.pk).update(audience=audience)

    answer = as_member(maria).get(path)

    assert titles(answer) == ["Not for everyone"]
    assert badge in answer.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (FOLLOWED, "You don’t follow any discussions yet."),
        (STARTED, "You haven’t started a discussion yet."),
        (REPLIES, "You haven’t replied to anyone yet."),
    ],
)
def test_an_empty_list_says_what_will_be_there(path, words, joan, as_member):
    client = as_member(joan)

    assert words in client.get(path).text
    assert "There’s nothing more here." in client.get(f"{path}?after=1-1").text


def test_the_last_active_of_the_followed_discussions_is_first(threads, ines, maria, as_member):
    reply(threads[1], maria)

    shown = titles(as_member(ines).get(FOLLOWED))

    assert shown == ["Discussion 1", "Discussion 4", "Discussion 3", "Discussion 2", "Discussion 0"]


def test_a_followed_row_says_how_much_is_new_and_leads_to_the_first_new_post(threads, ines, maria, joan, as_member):
    for author in (maria, joan):
        reply(threads[0], author)

    row = as_member(ines).get(FOLLOWED).text.partition(f'id="followed-{threads[0].pk}"')[2].partition("</li>")[0]

    assert ">2 new</span>" in row
    assert f'href="{threads[0].get_absolute_url()}?number=3#unread"' in row
    assert "3 replies" in " ".join(row.split())
    assert "Last reply: Joan" in row
    assert "<time" in row


def test_the_link_to_the_first_new_post_opens_the_page_where_it_is_marked(long_thread, ines, joan, as_member):
    thread = long_thread(45)
    forum.follow(thread, joan)
    forum.visit(joan, thread, number=30)
    client = as_member(joan)
    (row,) = client.get(FOLLOWED).context["rows"]

    page = client.get(row.url.partition("#")[0]).text

    assert row.url.endswith("?number=31#unread")
    assert 'id="unread"' in page


def test_my_discussions_are_those_that_i_started_newest_first(threads, group, maria, ines, as_member):
    start(group, ines, "Not by Maria")

    assert titles(as_member(maria).get(STARTED)) == [f"Discussion {number}" for number in (4, 3, 2, 1, 0)]
    assert titles(as_member(ines).get(STARTED)) == ["Not by Maria"]


def test_my_replies_are_what_i_wrote_below_other_posts(threads, group, ines, as_member):
    start(group, ines, "Not a reply")
    removed = reply(threads[3], ines, "Taken back")
    forum.remove_post(removed, by_author=True)

    answer = as_member(ines).get(REPLIES)

    assert titles(answer) == [f"Discussion {number}" for number in (4, 3, 2, 1, 0)]
    assert "Reply 4" in answer.text
    assert "Taken back" not in answer.text


@pytest.mark.parametrize(("path", "who"), [(FOLLOWED, "ines"), (STARTED, "maria"), (REPLIES, "ines")])
def test_the_pages_of_a_list_lose_nothing_and_show_nothing_twice(path, who, threads, settings, request, as_member):
    settings.THREADS_PER_PAGE = 2
    pages = walk(as_member(request.getfixturevalue(who)), path)

    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(title for page in pages for title in page) == [f"Discussion {number}" for number in range(5)]


def test_nor_when_all_are_of_the_same_moment(threads, settings, ines, as_member):
    settings.THREADS_PER_PAGE = 2
    Thread.objects.update(last_activity_at=threads[0].last_activity_at)

    pages = walk(as_member(ines), FOLLOWED)

    assert len({title for page in pages for title in page}) == 5


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("after", ["x", "1-", "9" * 30 + "-1", "%00"])
def test_an_invalid_cursor_is_no_error(path, after, threads, ines, as_member):
    assert as_member(ines).get(f"{path}?after={after}").status_code == 200


@pytest.mark.parametrize(("path", "who"), [(FOLLOWED, "ines"), (STARTED, "maria"), (REPLIES, "ines")])
def test_a_list_costs_the_same_with_many_rows(
    path, who, threads, group, maria, ines, request, as_member, django_assert_max_num_queries
):
    client = as_member(request.getfixturevalue(who))
    client.get(path)
    with django_assert_max_num_queries(6) as few:
        client.get(path)
    for number in range(15):
        reply(start(group, maria, f"Another {number}").thread, ines)

    with django_assert_max_num_queries(6) as many:
        client.get(path)

    assert len(few) == len(many)


@pytest.mark.parametrize("way", [{}, HTMX], ids=["whole page", "htmx"])
def test_a_member_stops_following_and_follows_again_on_the_list(way, threads, ines, as_member):
    client, sent = as_member(ines), {"thread": threads[2].pk}

    client.post(FOLLOWED, sent | {"follow": "no"}, headers=way)
    assert not Follow.objects.get(thread=threads[2], member=ines).active
    assert "Discussion 2" not in titles(client.get(FOLLOWED))

    client.post(FOLLOWED, sent | {"follow": "yes"}, headers=way)
    assert Follow.objects.get(thread=threads[2], member=ines).active
    assert "Discussion 2" in titles(client.get(FOLLOWED))


def test_with_htmx_the_response_is_the_rows_button_and_a_message(threads, ines, as_member):
    answer = as_member(ines).post(FOLLOWED, {"thread": threads[2].pk, "follow": "no"}, headers=HTMX)

    assert "Follow again" in answer.text
    assert f'id="follow-{threads[2].pk}"' in answer.text
    assert "You’ve stopped following this discussion." in answer.text
    assert "<html" not in answer.text


def test_without_script_each_unfollowed_row_stays_where_it_was_with_the_way_back(threads, settings, ines, as_member):
    settings.THREADS_PER_PAGE = 3
    client = as_member(ines)
    first = client.get(FOLLOWED)
    second = client.get(first.context["older"])
    after = parse_qs(urlsplit(first.context["older"]).query)["after"][0]

    answer = client.post(FOLLOWED, {"thread": threads[1].pk, "follow": "no", "after": after})
    again = client.post(
        FOLLOWED, {"thread": threads[0].pk, "follow": "no", "after": after, "unfollowed": [str(threads[1].pk)]}
    )

    assert answer["Location"].endswith(f"unfollowed={threads[1].pk}#followed-{threads[1].pk}")
    page = client.get(again["Location"].partition("#")[0])
    assert titles(page) == titles(second) == ["Discussion 1", "Discussion 0"]
    assert page.text.count("Follow again") == 2
    assert titles(client.get(FOLLOWED)) == titles(first)


@pytest.mark.parametrize("key", ["", "x", "0", "999999", "9" * 40])
def test_a_discussion_that_is_not_there_cannot_be_followed(key, ines, as_member):
    assert as_member(ines).post(FOLLOWED, {"thread": key, "follow": "yes"}).status_code == 404


def test_nobody_follows_what_they_may_not_read(private_thread, joan, as_member):
    client = as_member(joan)

    assert client.post(FOLLOWED, {"thread": private_thread.pk, "follow": "yes"}).status_code == 404
    assert client.get(f"{FOLLOWED}?unfollowed={private_thread.pk}").context["rows"] == []
    assert not Follow.objects.filter(member=joan).exists()


def test_the_address_shows_nothing_that_the_member_never_followed(threads, joan, as_member):
    assert titles(as_member(joan).get(f"{FOLLOWED}?unfollowed={threads[0].pk}&unfollowed=x")) == []


def test_the_preferences_lead_to_each_list_with_its_number(threads, private_thread, ines, joan, as_member):
    followed, muted = (Group.objects.create(slug=name, name=name) for name in ("sleep", "work"))
    forum.follow_group(followed, ines), forum.mute_group(muted, ines)
    forum.mute_thread(threads[0], ines), forum.unfollow(threads[1], ines)
    forum.block_member(joan, ines)
    Follow.objects.create(thread=private_thread, member=ines, active=True)  # from before it was private

    page = as_member(ines).get("/notifications/preferences/").text

    links = re.findall(r'<a href="([^"]+)">([^<]+) \((\d+)\)</a>', page)
    assert links == [
        (FOLLOWED, "Discussions you follow", "3"),
        (f"{FOLLOWED}#groups", "Groups you follow", "1"),
        ("/discussions/muted/", "Muted groups and discussions", "2"),
        ("/settings/blocked/", "Blocked members", "1"),
    ]
    assert 'id="groups"' in as_member(ines).get(FOLLOWED).text


def test_the_numbers_take_one_statement(threads, ines):
    assert_statements(1, lambda: own_choices(ines))
    assert own_choices(ines) == OwnChoices(threads=5, groups=0, muted=0, blocked=0)
