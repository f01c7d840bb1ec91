"""Submitted text comes back, whatever happened to its thread, post or group."""

from uuid import uuid4

from community.forum import operations as forum
from community.forum.models import Audience, Post, Thread
from tests.acts import reply

BACKEND = "community.members.sessions.MemberBackend"


def test_an_edit_of_a_post_that_was_locked_meanwhile_gives_the_text_back(thread, ines, as_member):
    post = reply(thread, ines)
    forum.set_locked(thread, True)

    answer = as_member(ines).post(f"/posts/{post.pk}/edit/", {"body": "Half an hour of work", "version": post.version})

    assert answer.status_code == 403
    assert "Half an hour of work" in answer.text


def test_an_edit_of_a_post_that_a_moderator_removed_meanwhile_gives_the_text_back(thread, ines, as_member):
    post = reply(thread, ines)
    forum.remove_post(post, by_author=False)

    answer = as_member(ines).post(f"/posts/{post.pk}/edit/", {"body": "Half an hour of work", "version": post.version})

    assert answer.status_code == 403
    assert "Half an hour of work" in answer.text


def test_a_reply_to_a_thread_that_is_out_of_reach_returns_the_text_and_no_title(thread, ines, as_member):
    Thread.objects.filter(pk=thread.pk).update(audience=Audience.PRIVATE)

    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": "Typed slowly", "token": uuid4()})

    assert answer.status_code == 404
    assert "Typed slowly" in answer.text
    assert thread.title not in answer.text


def test_a_new_discussion_in_a_group_that_is_gone_gives_the_text_back(group, ines, as_member):
    group.delete()

    answer = as_member(ines).post("/groups/breast-cancer/new/", {"title": "Hello", "body": "My whole story"})

    assert answer.status_code == 404
    assert "My whole story" in answer.text


def test_text_stashed_over_signing_in_is_shown_though_the_thread_was_locked_meanwhile(thread, ines, guest):
    guest.post(f"/discussions/{thread.pk}/reply/", {"body": "Kept over night", "token": uuid4()})
    forum.set_locked(thread, True)

    guest.force_login(ines, backend=BACKEND)
    page = guest.get(thread.get_absolute_url())

    assert "Kept over night" in page.text
    assert "closed to new replies" in page.text


def test_removing_twice_is_removing_once(thread, ines, as_member):
    post, client = reply(thread, ines), as_member(ines)

    answers = [client.post(f"/posts/{post.pk}/remove/") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    thread.refresh_from_db()
    assert thread.reply_count == 0


def test_putting_back_twice_is_putting_back_once(thread, ines, as_member):
    post, client = reply(thread, ines), as_member(ines)
    forum.remove_post(post, by_author=True)

    answers = [client.post(f"/posts/{post.pk}/restore/") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Post.objects.get(pk=post.pk).is_published


def test_sending_the_same_edit_twice_is_one_edit(thread, ines, as_member):
    post, client = reply(thread, ines), as_member(ines)

    answers = [client.post(f"/posts/{post.pk}/edit/", {"body": "Better words", "version": 1}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert post.revisions.count() == 1


def test_a_moderator_takes_over_a_removal_so_that_the_author_cannot_put_it_back(thread, ines, as_member):
    post = reply(thread, ines)
    forum.remove_post(post, by_author=True)
    forum.remove_post(post, by_author=False)

    assert as_member(ines).post(f"/posts/{post.pk}/restore/").status_code == 403

    forum.hand_back_removal(post)
    assert as_member(ines).post(f"/posts/{post.pk}/restore/").status_code == 302


def test_who_wrote_a_removed_post_is_not_named_by_its_answers(thread, ines, joan, guest):
    post = reply(thread, ines)
    reply(thread, joan, answers=post)
    forum.remove_post(post, by_author=False)

    page = guest.get(thread.get_absolute_url()).text

    assert "Replying to post 2" in page
    assert "Answering Ines" not in page
