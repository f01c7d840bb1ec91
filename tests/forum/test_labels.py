"""Labels of discussions and posts: set by their author or a moderator, and shown to everybody."""

from uuid import uuid4

import pytest

from community.content_warnings import Label
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import PostRevision, Thread
from community.notifications.models import Notification
from community.safety.models import WatchedPhrase
from tests.acts import reply, start
from tests.notifications.notifications import notify_followers, unread

FIGURES = ("published", "reply_count", "last_number", "last_activity_at", "last_poster")
HARD = Label.PROGNOSIS | Label.DEATH


def figures(thread):
    return Thread.objects.values(*FIGURES).get(pk=thread.pk)


def test_labels_move_no_figure_no_date_and_no_order(thread, maria, ines):
    post = reply(thread, ines)
    before = figures(thread)

    forum.label_thread(thread, HARD)
    forum.label_post(post, Label.DETAIL)

    thread.refresh_from_db()
    post.refresh_from_db()
    assert figures(thread) == before
    assert (thread.labels, post.labels) == (HARD, Label.DETAIL)
    assert not post.edited_at


def test_the_labels_of_an_opening_post_are_its_discussions(thread):
    with pytest.raises(forum.NotPossible):
        forum.label_post(thread.posts.get(), Label.DEATH)


def test_setting_the_labels_that_it_has_already_says_so(thread, ines):
    post = reply(thread, ines, labels=Label.DEATH)

    with pytest.raises(forum.NotPossible):
        forum.label_post(post, Label.DEATH)
    with pytest.raises(forum.NotPossible):
        forum.label_thread(thread, 0)


def test_a_label_by_somebody_else_is_not_undone_by_an_author_who_did_not_see_it(thread, maria, ines):
    opening, post = thread.posts.get(), reply(thread, ines)
    forum.label_thread(thread, Label.DEATH)
    forum.label_post(post, Label.DEATH)

    for mine, author in ((opening, maria), (post, ines)):
        with pytest.raises(forum.NotPossible):
            forum.edit_post(
                mine, editor=author, text=richtext.from_plain("Other words"), version=mine.version, labels=0
            )


def test_a_discussion_is_started_with_labels_and_shows_them_to_a_guest(group, maria, as_member, guest):
    client = as_member(maria)
    sent = {"title": "How long is long", "body": "I asked her today.", "audience": "public", "token": uuid4()}

    client.post(f"{group.get_absolute_url()}new/", sent | {"labels": ["1", "2"]})

    thread = Thread.objects.get()
    assert thread.labels == HARD
    assert thread.posts.get().labels == 0
    for page in (guest.get(group.get_absolute_url()), guest.get(thread.get_absolute_url())):
        assert "Prognosis</span>" in page.text
        assert "Death and grief</span>" in page.text


def test_a_reply_is_posted_with_a_label_and_shows_it(thread, ines, as_member, guest):
    sent = {"body": "She died on Sunday.", "token": uuid4(), "labels": "2"}

    as_member(ines).post(f"/discussions/{thread.pk}/reply/", sent)

    assert thread.posts.get(number=2).labels == Label.DEATH
    assert "Death and grief</span>" in guest.get(thread.get_absolute_url()).text
    assert "Death and grief" not in guest.get(thread.group.get_absolute_url()).text


def test_an_unknown_label_is_refused(thread, ines, as_member):
    sent = {"body": "Hello", "token": uuid4(), "labels": "64"}

    assert as_member(ines).post(f"/discussions/{thread.pk}/reply/", sent).status_code == 422
    assert thread.posts.count() == 1


def test_an_author_changes_the_labels_alone_and_the_post_is_not_edited(thread, ines, as_member):
    post = reply(thread, ines)
    client = as_member(ines)
    page = client.get(f"/posts/{post.pk}/edit/")
    sent = {"body": post.html, "rich": "1", "version": page.context["form"]["version"].value(), "labels": ["4"]}

    client.post(f"/posts/{post.pk}/edit/", sent)
    client.post(f"/posts/{post.pk}/edit/", sent)

    post.refresh_from_db()
    assert (post.labels, post.version, post.edited_at) == (Label.RECURRENCE, 2, None)
    assert not PostRevision.objects.exists()


def test_editing_the_opening_post_labels_the_discussion(thread, maria, as_member):
    post = thread.posts.get()

    as_member(maria).post(f"/posts/{post.pk}/edit/", {"body": "Other words", "version": 1, "labels": ["1"]})

    thread.refresh_from_db()
    post.refresh_from_db()
    assert (thread.labels, post.labels, post.plain) == (Label.PROGNOSIS, 0, "Other words")
    assert as_member(maria).get(f"/posts/{post.pk}/edit/").context["form"]["labels"].value() == ["1"]


def test_a_held_opening_post_has_its_labels(group, maria, ruth):
    WatchedPhrase.objects.create(phrase="miracle cure")
    held = start(group, maria, "A miracle cure", labels=Label.DETAIL)
    assert held.begins and not held.is_published

    forum.edit_post(
        held, editor=maria, text=richtext.from_plain("Words"), version=held.version, labels=int(Label.DEATH)
    )
    forum.approve_post(held)

    assert Thread.objects.get().labels == Label.DEATH


def test_a_stashed_text_comes_back_with_its_labels(group, maria, guest):
    sent = {"title": "How long is long", "body": "I asked her today.", "labels": ["1", "4"], "token": uuid4()}
    path = f"{group.get_absolute_url()}new/"
    guest.post(path, sent)
    guest.force_login(maria, backend="community.members.sessions.MemberBackend")

    page = guest.get(path)

    assert page.context["form"]["labels"].value() == ["1", "4"]


def test_quoting_a_post_offers_its_labels(thread, ines, joan, as_member):
    post = reply(thread, ines, labels=Label.DEATH)

    page = as_member(joan).get(f"{thread.get_absolute_url()}?quote={post.pk}")

    assert page.context["form"]["labels"].value() == ["2"]


def test_removing_a_label_notifies_nobody(thread, maria, ines):
    post = reply(thread, ines, labels=Label.DEATH)
    notify_followers()
    forum.visit(maria, thread, number=2)
    assert unread(maria) == 0

    forum.label_post(post, 0)
    notify_followers()

    assert unread(maria) == 0
    assert Notification.objects.count() == 1
