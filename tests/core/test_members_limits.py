"""How much one member may send in a minute, and how little of the site one act rebuilds."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from community.composing.models import Draft
from community.core.models import SiteVersion
from community.forum.models import Post, Thread
from tests.acts import reply, start

TEXT = "It took me all evening to find these words"


def send_reply(client, thread, group, number, **more):
    return client.post(f"/discussions/{thread.pk}/reply/", {"body": f"{TEXT} {number}", "token": uuid4()} | more)


def send_discussion(client, thread, group, number, **more):
    new = {"title": f"Title {number}", "body": f"{TEXT} {number}", "audience": "public", "token": uuid4()}
    return client.post(f"/groups/{group.slug}/new/", new | more)


def send_edit(client, thread, group, number):
    post = Post.objects.filter(author__username="Ines").order_by("pk").first()
    return client.post(f"/posts/{post.pk}/edit/", {"body": f"{TEXT} {number}", "version": post.version})


def send_about(client, thread, group, number):
    return client.post("/settings/about/", {"about": f"{TEXT} {number}", "hue": 1 + number % 12})


LIMITED = [send_reply, send_discussion, send_edit, send_about]


@pytest.mark.parametrize("send", LIMITED)
@pytest.mark.parametrize(("days", "times"), [(0, 1), (6, 1), (8, 3)])
def test_what_others_see_is_limited_and_the_text_comes_back(
    thread, group, ines, as_member, settings, send, days, times
):
    settings.POSTS_PER_MINUTE = 2
    reply(thread, ines)
    type(ines).objects.filter(pk=ines.pk).update(date_joined=timezone.now() - timedelta(days=days))
    client = as_member(ines)

    answers = [send(client, thread, group, number) for number in range(2 * times + 1)]

    assert [answer.status_code for answer in answers] == [302] * (2 * times) + [429]
    assert f"{TEXT} {2 * times}" in answers[-1].text
    assert "Send again" in answers[-1].text and answers[-1]["Retry-After"] == "60"
    caches["default"].clear()  # a minute later
    assert send(client, thread, group, 2 * times).status_code == 302


@pytest.mark.parametrize(
    ("send", "setting", "when"),
    [(send_reply, "POSTS_PER_HOUR", "20 minutes"), (send_discussion, "DISCUSSIONS_PER_DAY", "12 hours")],
)
@pytest.mark.parametrize("again", [{}, {"again": "yes"}])
def test_posts_an_hour_and_discussions_a_day_are_limited(
    thread, group, ines, as_member, settings, send, setting, when, again
):
    setattr(settings, setting, 2)
    settings.POSTS_PER_MINUTE = 100
    client = as_member(ines)
    with time_machine.travel(datetime(2026, 11, 20, 12, 40, tzinfo=UTC), tick=False):
        answers = [send(client, thread, group, number, **again) for number in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert f"Try again in {when}." in answers[-1].text
    assert f"{TEXT} 2" in answers[-1].text
    assert Draft.objects.get(member=ines).body == f"{TEXT} 2"
    with time_machine.travel(datetime(2026, 11, 21, 12, 40, tzinfo=UTC), tick=False):
        assert send(client, thread, group, 3).status_code == 302


def test_the_same_form_sent_often_is_one_post_and_no_flood(thread, ines, as_member, settings):
    settings.POSTS_PER_MINUTE = 1
    client, sent = as_member(ines), {"body": TEXT, "token": uuid4()}

    assert {client.post(f"/discussions/{thread.pk}/reply/", sent).url for _ in range(5)} == {
        f"{thread.get_absolute_url()}#post-{Post.objects.get(author=ines).pk}"
    }


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/drafts/", {"draft_key": "thread:{thread}", "body": TEXT, "version": "0"}),
        ("/posts/{post}/support/", {"reaction": "hug"}),
        ("/posts/{post}/save/", {}),
        ("/discussions/{thread}/follow/", {"follow": "yes"}),
        ("/settings/writing/", {"plain_box": "on"}),
        ("/notifications/read/", {}),
        ("/settings/muted-topics/", {"show": "1"}),
    ],
)
def test_every_other_form_of_a_member_is_limited(thread, ines, joan, as_member, settings, address, fields):
    settings.CHANGES_PER_MINUTE = 2
    ids = {"thread": thread.pk, "post": thread.posts.get().pk}
    client = as_member(ines)

    def send(client: Client) -> int:
        sent = {name: value.format(**ids) for name, value in fields.items()}
        return client.post(address.format(**ids), sent).status_code

    assert [send(client) == 429 for _ in range(4)] == [False, False, True, True]
    assert client.get(thread.get_absolute_url()).status_code == 200
    assert send(as_member(joan)) != 429
    assert address != "/drafts/" or Draft.objects.get(member=ines).body == TEXT


@pytest.mark.parametrize("fields", [{"about": "I like walking.", "hue": 1}, {"about": "", "hue": 7}])
def test_a_profile_rebuilds_only_pages_with_the_members_posts(group, thread, ines, maria, as_member, fields):
    type(ines).objects.filter(pk=ines.pk).update(hue=1)
    elsewhere = start(group, maria, "Without Ines").thread
    reply(thread, ines)
    site = list(SiteVersion.objects.values())
    versions = dict(Thread.objects.values_list("pk", "version"))

    assert as_member(ines).post("/settings/about/", fields).status_code == 302

    assert list(SiteVersion.objects.values()) == site
    now = dict(Thread.objects.values_list("pk", "version"))
    assert now[elsewhere.pk] == versions[elsewhere.pk]
    assert (now[thread.pk] > versions[thread.pk]) == (fields["hue"] == 7)
    assert f"hue-{fields['hue']}" in Client().get(thread.get_absolute_url()).text


@pytest.mark.parametrize("address", ["/settings/about/", "/settings/writing/", "/display/", "/drafts/", "/contact/"])
def test_no_form_of_a_member_raises_the_sites_version(thread, ines, as_member, address):
    site = list(SiteVersion.objects.values())
    fields = {"about": "Hello", "hue": "5", "plain_box": "on", "theme": "dark"}
    fields |= {"text": TEXT} if address == "/contact/" else {}

    answer = as_member(ines).post(address, fields | {"draft_key": thread.key, "body": TEXT, "version": "0"})

    assert answer.status_code in (200, 302)
    assert list(SiteVersion.objects.values()) == site
