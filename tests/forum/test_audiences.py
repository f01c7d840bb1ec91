"""Audiences: a public, a members' and a private discussion, for every kind of viewer."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from community.forum import operations as forum
from community.forum.models import Group, Post
from community.forum.selectors.groups import groups_for
from tests.acts import reply, start

VIEWERS = {
    "public": {"guest", "member", "group_member", "moderator"},
    "members": {"member", "group_member", "moderator"},
    "private": {"group_member", "moderator"},
}
CASES = [(audience, viewer) for audience in VIEWERS for viewer in ("guest", "member", "group_member", "moderator")]


@pytest.fixture
def threads(thread, members_thread, private_thread, group_member):
    """One discussion for each audience, each with a reply."""
    for found in (thread, members_thread, private_thread):
        reply(found, group_member, "A reply to find")
    return {"public": thread, "members": members_thread, "private": private_thread}


@pytest.fixture
def browsers(guest, joan, group_member, ruth, as_member):
    """The browsers of the four viewers."""
    return {
        "guest": guest,
        "member": as_member(joan),
        "group_member": as_member(group_member),
        "moderator": as_member(ruth),
    }


@pytest.mark.parametrize(("audience", "viewer"), CASES)
def test_whoever_may_not_read_it_finds_nothing_there(threads, browsers, audience, viewer):
    thread, client = threads[audience], browsers[viewer]
    post = thread.posts.get(number=2)
    may = viewer in VIEWERS[audience]

    assert client.get(thread.get_absolute_url()).status_code == (200 if may else 404)
    assert client.get(f"/discussions/{thread.pk}/another-slug/").status_code == (301 if may else 404)
    assert client.get(f"/posts/{post.pk}/").status_code == (302 if may else 404)


@pytest.mark.parametrize(("audience", "viewer"), [case for case in CASES if case[1] != "guest"])
def test_whoever_may_not_read_it_neither_writes_nor_follows_nor_fetches(threads, browsers, audience, viewer):
    thread, client = threads[audience], browsers[viewer]
    may = viewer in VIEWERS[audience]

    assert client.get(f"/discussions/{thread.pk}/after/1/").status_code == (200 if may else 404)
    sent = client.post(f"/discussions/{thread.pk}/reply/", {"body": "Let me in", "token": uuid4()})
    assert sent.status_code == (302 if may else 404)
    assert Post.objects.filter(plain="Let me in").exists() is may
    assert client.post(f"/discussions/{thread.pk}/follow/", {"follow": "yes"}).status_code == (302 if may else 404)


@pytest.mark.parametrize(("audience", "viewer"), CASES)
def test_lists_show_it_to_those_who_may_read_it(threads, browsers, audience, viewer):
    thread, client = threads[audience], browsers[viewer]

    answer = client.get(thread.group.get_absolute_url())

    assert (thread.title in answer.text) is (viewer in VIEWERS[audience])


@pytest.mark.parametrize("viewer", ["guest", "member", "group_member", "moderator"])
def test_a_groups_figures_count_what_the_viewer_finds_in_it(threads, browsers, viewer, settings):
    settings.PAGE_CACHE = 0  # a cached page has no context
    for audience, thread in threads.items():
        answer = browsers[viewer].get(thread.group.get_absolute_url())
        if answer.status_code == 404:
            assert audience == "private"
            continue
        page = answer.context["page"]
        assert answer.context["thread_count"] == len(page.rows) + len(page.pinned)


def test_a_private_discussion_in_a_public_group_is_not_counted_for_others(private_thread, group, joan, as_member):
    forum.move_thread(private_thread, group)

    answer = as_member(joan).get(group.get_absolute_url())

    assert private_thread.title not in answer.text
    assert answer.context["thread_count"] == 0


def test_topics_of_what_a_viewer_may_not_read_are_not_offered(group, maria, topic, guest, as_member):
    start(group, maria, "Only for members", audience="members", topics=[topic])

    assert topic.name in as_member(maria).get(group.get_absolute_url()).text
    assert topic.name not in guest.get(group.get_absolute_url()).text


@pytest.mark.parametrize(
    ("slug", "viewers"), [("breast-cancer", "public"), ("quiet", "members"), ("closed", "private")]
)
def test_a_group_is_there_for_those_who_may_read_in_it(group, quiet, closed, browsers, slug, viewers):
    for viewer, client in browsers.items():
        status = client.get(f"/groups/{slug}/").status_code
        assert status == (200 if viewer in VIEWERS[viewers] else 404), viewer
        assert (Group.objects.get(slug=slug).name in client.get("/").text) is (viewer in VIEWERS[viewers]), viewer


def test_a_follower_who_left_the_private_group_is_not_notified(private_thread, group_member, maria, ruth):
    forum.follow(private_thread, group_member)
    group_member.memberships.all().delete()

    assert list(forum_followers(private_thread)) == []
    forum.follow(private_thread, ruth)
    assert list(forum_followers(private_thread)) == [ruth.pk]


def forum_followers(thread):
    from community.forum.resolvers import ThreadResolver

    return ThreadResolver().followers(thread.pk, kind="replied", by=None, unseen=99, after=0, but=[], limit=10)


def test_groups_are_listed_by_position_then_by_name(group, guest):
    named = [("last", "Afterwards", 3), ("same", "Breathing", 1), ("second", "Answers", 1)]
    Group.objects.bulk_create([Group(slug=slug, name=name, position=at) for slug, name, at in named])
    Group.objects.filter(slug="last").update(description="Written again, so that PostgreSQL moves its row.")

    listed = [each.name for each in groups_for(AnonymousUser())]

    assert listed == [group.name, "Answers", "Breathing", "Afterwards"]
    page = guest.get("/").text
    assert sorted(listed, key=lambda name: page.index(f"{name}</a></h3>")) == listed
