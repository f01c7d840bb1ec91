"""The filters of the list, marking what is about one discussion, and following from a row."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.content_warnings import Label
from community.forum import operations as forum
from community.forum.models import Follow, Group
from community.notifications.models import Kind, Notification, Preferences
from community.notifications.models.preferences import EVERYTHING, bit_of
from tests.acts import reply, start
from tests.forum.statements import statements
from tests.notifications.notifications import notify_followers, unread


def add(recipient, kind, thread, source, *, actor=None, **values):
    """Store a notification of any kind."""
    return Notification.objects.create(
        recipient=recipient, kind=kind, context=thread.key, source=source.key, actor=actor, **values
    )


@pytest.fixture
def every_kind(thread, maria, ines):
    """One notification of Maria of each kind that a post can bring."""
    post = reply(thread, ines)
    notify_followers()
    add(maria, Kind.ANSWERED, thread, post, actor=ines, first_number=2)
    add(maria, Kind.MENTIONED, thread, post, actor=ines, first_number=2)
    add(maria, Kind.QUOTED, thread, post, actor=ines, first_number=2)
    add(maria, Kind.FOUND, thread, post, text="sleep")
    add(maria, Kind.MODERATED, thread, post, text="It fits better there.")
    return post


SENTENCES = {
    "replies": ["Ines replied in", "Ines replied to your post"],
    "mentions": ["Ines mentioned you", "Ines quoted you"],
    "reactions": [],
    "discussions": ["New result for your search"],
    "moderators": ["A message from the moderators"],
}


@pytest.mark.parametrize("show", SENTENCES)
def test_a_filter_shows_its_kinds_alone(every_kind, maria, as_member, show):
    page = as_member(maria).get(f"/notifications/?show={show}").text

    for other, sentences in SENTENCES.items():
        for sentence in sentences:
            assert (sentence in page) is (other == show), sentence


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("replies", "No replies yet."),
        ("mentions", "mentions or quotes you"),
        ("reactions", "reacts to one of your posts"),
        ("discussions", "Nothing new yet"),
        ("moderators", "The moderators haven’t sent you anything."),
        ("unread", "You’ve read everything."),
    ],
)
def test_an_empty_filter_says_what_would_be_there(maria, as_member, show, words):
    page = as_member(maria).get(f"/notifications/?show={show}").text

    assert words in page
    assert "as read" not in page


def test_an_unknown_filter_shows_all(every_kind, maria, as_member):
    assert "Ines mentioned you" in as_member(maria).get("/notifications/?show=x").text


def test_within_a_filter_all_means_what_it_shows(every_kind, maria, as_member):
    client = as_member(maria)
    assert "Mark all of these as read" in client.get("/notifications/?show=mentions").text

    answer = client.post("/notifications/read/", {"show": "mentions"})

    assert answer.url == "/notifications/?show=mentions"
    assert not maria.notifications.unread().filter(kind__in=[Kind.MENTIONED, Kind.QUOTED]).exists()
    assert unread(maria) == 4


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["whole page", "htmx"])
def test_all_about_one_discussion_is_marked(every_kind, group, thread, maria, ines, as_member, headers):
    other = start(group, maria, "Sleep after treatment").thread
    reply(other, ines)
    notify_followers()
    client = as_member(maria)
    assert "Mark all 6 about this discussion as read" in client.get("/notifications/").text

    client.post("/notifications/read/", {"thread": thread.pk}, headers=headers)

    assert [row.context for row in maria.notifications.unread()] == [other.key]


def test_nobody_elses_rows_about_the_discussion_are_marked(every_kind, thread, maria, joan, as_member):
    as_member(joan).post("/notifications/read/", {"thread": thread.pk})

    assert unread(maria) == 6


def test_a_row_offers_to_stop_following_and_then_to_follow_again(every_kind, thread, maria, as_member):
    client = as_member(maria)
    assert "Stop following" in client.get("/notifications/").text
    here = {"Referer": "http://testserver/notifications/?show=unread"}
    sent = {"thread": thread.pk, "back": "notifications"}

    answer = client.post("/discussions/following/", sent | {"follow": "no"}, headers=here)

    assert answer.url == "/notifications/?show=unread"
    assert not Follow.objects.get(thread=thread, member=maria).active
    page = client.get("/notifications/").text
    assert "Stop following" not in page
    assert "Follow again" in page
    client.post("/discussions/following/", sent | {"follow": "yes"}, headers=here)
    assert Follow.objects.get(thread=thread, member=maria).active


@pytest.fixture
def off_site(thread, maria, ines):
    """A notification that Maria wants by other channels alone."""
    Preferences.objects.create(member=maria, site=EVERYTHING & ~bit_of(Kind.REPLIED))
    reply(thread, ines)
    notify_followers()
    row = maria.notifications.get()
    assert not row.on_site
    return row


def test_what_the_member_does_not_want_on_the_site_is_neither_listed_nor_counted(off_site, maria, as_member):
    client = as_member(maria)

    for path in ("/notifications/", "/notifications/?show=unread", "/notifications/?show=replies", "/"):
        page = client.get(path).text
        assert "Ines replied in" not in page, path
        assert "data-bell-count>" not in page, path
    assert "Ines replied in" not in client.get("/notifications/preview/").text
    assert client.get("/notifications/figures/").json()["messages"][0]["unread"] == 0


def test_marking_all_as_read_leaves_it_to_its_own_channels(off_site, maria, as_member):
    as_member(maria).post("/notifications/read/")

    off_site.refresh_from_db()
    assert off_site.read_at is None


def test_the_list_takes_as_many_statements_for_one_row_as_for_many(group, maria, ines, as_member):
    reply(start(group, maria, "The first").thread, ines)
    notify_followers()
    client = as_member(maria)
    one = statements(lambda: client.get("/notifications/"))

    for number in range(20):
        reply(start(group, maria, f"Discussion {number}").thread, ines)
    notify_followers()

    assert len(statements(lambda: client.get("/notifications/"))) == len(one)


def test_the_preview_shows_the_newest_few_unread_first(group, maria, ines, as_member):
    for number in range(7):
        reply(start(group, maria, f"Discussion {number}").thread, ines)
        notify_followers()
    newest = maria.notifications.latest("pk")
    Notification.objects.filter(pk=newest.pk).update(read_at=timezone.now(), open_key=None)

    part = as_member(maria).get("/notifications/preview/").text

    assert "<html" not in part
    assert [part.count(f"Discussion {number}”") for number in range(7)] == [0, 1, 1, 1, 1, 1, 0]
    assert 'data-unread="6"' in part
    assert "See all" in part


def test_the_preview_marks_all_as_read(every_kind, maria, as_member):
    part = as_member(maria).post("/notifications/preview/").text

    assert 'data-unread="0"' in part
    assert "Mark all as read" not in part
    assert unread(maria) == 0


def test_the_preview_shows_no_title_that_the_member_may_not_read(every_kind, thread, maria, as_member):
    client = as_member(maria)
    assert thread.title in client.get("/notifications/preview/").text

    closed = Group.objects.create(slug="closed", name="Closed", audience="private")
    forum.move_thread(thread, closed)

    assert thread.title not in client.get("/notifications/preview/").text


def test_the_preview_leaves_out_what_the_member_has_muted(group, maria, ines, joan, as_member):
    thread = start(group, maria, "How long is long", labels=int(Label.PROGNOSIS)).thread
    forum.follow(thread, joan)
    reply(thread, ines)
    notify_followers()
    assert "How long is long" in as_member(joan).get("/notifications/preview/").text

    forum.mute_labels(joan, int(Label.PROGNOSIS), until=timezone.now() + timedelta(days=1))

    assert "How long is long" not in as_member(joan).get("/notifications/preview/").text
