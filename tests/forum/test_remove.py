"""Removing a post, and restoring it."""

import pytest
from django.utils import timezone

from community.forum import operations as forum
from community.forum.models import GroupTally, State
from tests.acts import reply


def tally(thread):
    return GroupTally.objects.get(group=thread.group, audience=thread.audience)


def test_removing_a_post_lowers_the_counts_and_the_last_activity(thread, maria, ines):
    first, last = reply(thread, maria), reply(thread, ines)

    forum.remove_post(last, by_author=True)

    thread.refresh_from_db()
    assert (thread.reply_count, thread.last_number) == (1, 3)
    assert (thread.last_poster, thread.last_activity_at) == (maria, first.published_at)
    assert (tally(thread).thread_count, tally(thread).post_count) == (1, 2)
    assert tally(thread).last_activity_at == first.published_at


def test_restoring_a_post_restores_every_count(thread, ines):
    post = reply(thread, ines)
    thread.refresh_from_db()
    before = (thread.reply_count, thread.last_number, thread.last_activity_at, thread.last_poster)
    forum.remove_post(post, by_author=True)

    forum.restore_post(post)

    thread.refresh_from_db()
    assert (thread.reply_count, thread.last_number, thread.last_activity_at, thread.last_poster) == before
    assert (tally(thread).post_count, tally(thread).last_activity_at) == (2, post.published_at)


def test_a_number_is_never_given_twice(thread, maria, ines):
    forum.remove_post(reply(thread, ines), by_author=True)

    assert reply(thread, maria).number == 3


def test_a_line_without_text_or_author_replaces_it(thread, maria, ines, guest):
    reply(thread, ines, "Something I regret")
    reply(thread, maria, "A kind answer")
    assert "Something I regret" in guest.get(thread.get_absolute_url()).text

    forum.remove_post(thread.posts.get(number=2), by_author=True)

    page = guest.get(thread.get_absolute_url()).text
    assert "The author removed post 2." in page
    assert "Something I regret" not in page
    assert "Ines" not in page
    assert "A kind answer" in page


def test_a_line_says_when_a_moderator_removed_it(thread, ines, guest):
    forum.remove_post(reply(thread, ines), by_author=False)

    assert "A moderator removed post 2." in guest.get(thread.get_absolute_url()).text


def test_its_permalink_leads_to_the_line(thread, ines, guest):
    post = reply(thread, ines)
    forum.remove_post(post, by_author=True)

    answer = guest.get(f"/posts/{post.pk}/")

    assert answer.url == f"{thread.get_absolute_url()}#post-{post.pk}"
    assert f'id="post-{post.pk}"' in guest.get(thread.get_absolute_url()).text


def test_an_opening_post_that_is_removed_leaves_the_replies(thread, maria, ines, guest):
    reply(thread, ines, "I am here")
    forum.remove_post(thread.posts.get(number=1), by_author=True)

    page = guest.get(thread.get_absolute_url())
    thread.refresh_from_db()
    assert page.status_code == 200
    assert "The author removed post 1" in page.text
    assert "I am here" in page.text
    assert (thread.published, thread.reply_count) == (True, 1)
    assert (tally(thread).thread_count, tally(thread).post_count) == (1, 1)


def test_a_discussion_without_a_post_left_is_gone_until_one_comes_back(thread, maria, guest):
    post = thread.posts.get()
    forum.remove_post(post, by_author=True)

    assert guest.get(thread.get_absolute_url()).status_code == 404
    assert (tally(thread).thread_count, tally(thread).post_count, tally(thread).last_activity_at) == (0, 0, None)

    forum.restore_post(post)

    assert guest.get(thread.get_absolute_url()).status_code == 200
    assert (tally(thread).thread_count, tally(thread).post_count) == (1, 1)


def test_a_member_removes_their_own_post_after_a_question_and_restores_it(thread, ines, as_member):
    post, client = reply(thread, ines, "Something I regret"), as_member(ines)
    assert "Remove your post?" in client.get(f"/posts/{post.pk}/remove/").text
    post.refresh_from_db()
    assert post.is_published

    mine = client.post(f"/posts/{post.pk}/remove/", follow=True)
    assert "Something I regret" in mine.text
    assert "Put it back" in mine.text

    back = client.post(f"/posts/{post.pk}/restore/", follow=True)
    assert "Something I regret" in back.text
    post.refresh_from_db()
    assert (post.state, post.number) == (State.PUBLISHED, 2)


def test_what_a_moderator_removed_is_not_its_authors_to_put_back(thread, ines, as_member):
    post, client = reply(thread, ines), as_member(ines)
    forum.remove_post(post, by_author=False)

    answer = client.post(f"/posts/{post.pk}/restore/")

    assert answer.status_code == 403
    assert "Put it back" not in client.get("/posts/mine/").text
    post.refresh_from_db()
    assert post.state == State.REMOVED


def test_nobody_elses_post_can_be_removed_or_put_back(thread, maria, ines, as_member):
    post = reply(thread, ines)

    assert as_member(maria).post(f"/posts/{post.pk}/remove/").status_code == 404
    assert as_member(maria).post(f"/posts/{post.pk}/restore/").status_code == 404
    post.refresh_from_db()
    assert post.is_published


def test_removing_or_restoring_twice_is_refused(thread, ines):
    post = reply(thread, ines)
    with pytest.raises(forum.NotPossible):
        forum.restore_post(post)
    forum.remove_post(post, by_author=True)
    with pytest.raises(forum.NotPossible):
        forum.remove_post(post, by_author=True)


def test_pressing_remove_twice_is_no_error(thread, ines, as_member):
    post, client = reply(thread, ines), as_member(ines)
    client.post(f"/posts/{post.pk}/remove/")

    assert client.post(f"/posts/{post.pk}/remove/").status_code < 500


def test_a_reply_to_a_removed_post_stays_and_still_says_what_it_answered(thread, maria, ines, guest):
    opening = thread.posts.get()
    reply(thread, ines, "An answer", answers=opening)
    forum.remove_post(opening, by_author=True)

    assert "An answer" in guest.get(thread.get_absolute_url()).text


def test_it_says_when(thread, ines):
    before = timezone.now()
    post = forum.remove_post(reply(thread, ines), by_author=True)

    assert post.removed_at >= before
