"""Starting a discussion."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from community.forum import urls
from community.forum.models import Group, GroupTally, Post, Thread
from community.forum.operations.start import RESERVED_SLUGS
from tests.acts import start


def test_a_new_discussion_is_counted_in_its_group(group, maria, topic):
    post = start(group, maria, "Sleep after treatment", topics=[topic])

    thread = Thread.objects.get()
    tally = GroupTally.objects.get(group=group, audience="public")
    assert (post.number, thread.reply_count, thread.last_number) == (1, 0, 1)
    assert (thread.last_poster, thread.last_activity_at) == (maria, post.published_at)
    assert (tally.thread_count, tally.post_count, tally.last_activity_at) == (1, 1, post.published_at)
    assert list(thread.topics.all()) == [topic]


def test_a_member_starts_one_on_the_page_and_lands_on_it(group, topic, maria, as_member):
    client = as_member(maria)
    assert "Start a discussion" in client.get(f"/groups/{group.slug}/new/").text

    answer = client.post(
        f"/groups/{group.slug}/new/",
        {
            "title": "Sleep after treatment",
            "body": "Does it come back?",
            "topics": [topic.pk],
            "audience": "public",
            "token": uuid4(),
        },
    )

    thread = Thread.objects.get()
    assert answer.url == thread.posts.get().get_absolute_url()
    assert "Does it come back?" in client.get(answer.url, follow=True).text


def test_sending_it_twice_starts_one_discussion(group, maria, as_member):
    client, sent = as_member(maria), {"title": "Once only", "body": "Hello", "audience": "public", "token": uuid4()}

    first = client.post(f"/groups/{group.slug}/new/", sent)
    second = client.post(f"/groups/{group.slug}/new/", sent)

    assert first.url == second.url
    assert Thread.objects.count() == 1
    assert GroupTally.objects.get(group=group).thread_count == 1


@pytest.mark.parametrize(
    ("left_out", "message"),
    [("title", "Enter a title"), ("body", "Write something first."), ("audience", "required")],
)
def test_missing_fields_are_named_and_the_rest_stays(group, maria, as_member, left_out, message):
    sent = {"title": "A title to keep", "body": "Words to keep", "audience": "public", "token": uuid4()}
    del sent[left_out]

    answer = as_member(maria).post(f"/groups/{group.slug}/new/", sent)

    assert answer.status_code == 422
    assert message in answer.text
    assert all(str(sent[name]) in answer.text for name in ("title", "body") if name in sent)
    assert not Thread.objects.exists()


def test_its_author_follows_it_and_has_read_it(group, maria):
    thread = start(group, maria, "Sleep").thread

    assert thread.follows.get(member=maria).active
    assert thread.visits.get(member=maria).number == 1


def test_a_discussion_is_never_wider_than_its_group(maria):
    quiet = Group.objects.create(slug="quiet", name="Quiet", audience="members")

    thread = start(quiet, maria, "Asked for everyone", audience="public").thread

    assert thread.audience == "members"


def test_a_member_starts_none_in_a_group_that_they_may_not_read(maria, as_member):
    closed = Group.objects.create(slug="closed", name="Closed", audience="private")

    with pytest.raises(PermissionDenied):
        start(closed, maria, "Let me in")
    assert as_member(maria).get("/groups/closed/new/").status_code == 404
    assert as_member(maria).post("/groups/closed/new/", {"title": "Let me in"}).status_code == 404
    assert not Post.objects.exists()


def test_a_guest_is_asked_to_sign_in(group, guest):
    answer = guest.get(f"/groups/{group.slug}/new/")

    assert answer.url == f"/accounts/login/?next=/groups/{group.slug}/new/"


@pytest.mark.parametrize("title", ["Reply", "follow", "???", "愛", "a" * 150])
def test_every_title_gives_an_address_that_leads_to_the_discussion(group, maria, title, guest):
    thread = start(group, maria, title).thread

    answer = guest.get(thread.get_absolute_url())

    assert answer.status_code == 200
    assert re.search(rf"<h1[^>]*>{re.escape(title)}</h1>", answer.text)


def test_the_topic_of_the_page_before_is_chosen(group, topic, maria, as_member):
    page = as_member(maria).get(f"/groups/{group.slug}/new/?topic={topic.slug}").text

    assert re.search(rf'<input[^>]*name="topics"[^>]*value="{topic.pk}"[^>]*checked', page)


def test_the_words_of_other_addresses_of_a_discussion_are_reserved():
    routes = [str(pattern.pattern) for pattern in urls.urlpatterns]
    words = [found[1] for route in routes if (found := re.fullmatch(r"discussions/<int:pk>/([\w-]+)/", route))]

    assert words
    assert set(words) == RESERVED_SLUGS


@pytest.mark.parametrize("title", sorted(RESERVED_SLUGS))
def test_a_discussion_with_such_a_title_opens_at_its_address(group, maria, guest, title):
    thread = start(group, maria, title).thread

    assert title in guest.get(thread.get_absolute_url()).text
