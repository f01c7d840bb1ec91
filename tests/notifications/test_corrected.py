"""A post is edited, and no longer names or quotes a member: what they have unread of it says what it is to them now."""

import pytest

from community.composing.composer_text import composer_text
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Follow, Post
from community.forum.quoting import quoted
from community.notifications.models import Kind
from community.notifications.operations.correct import PERSONAL
from tests.acts import reply, start
from tests.notifications.mails import mail_to, mails_to, text_of, wants
from tests.notifications.notifications import notify_followers, sentences

TITLE = "“It came back after eleven years”"


def edit(post: Post, body: str) -> Post:
    """Edit a post through the operation that its author's form uses."""
    post.refresh_from_db()
    return forum.edit_post(post, editor=post.author, text=richtext.from_plain(body), version=post.version)


@pytest.mark.parametrize(
    ("follows", "quotes", "answers", "kind"),
    [
        (False, False, False, None),
        (True, False, False, "replied"),
        (True, False, True, "answered"),
        (False, True, True, "quoted"),
    ],
)
def test_taking_a_name_out_leaves_what_the_post_still_is_to_the_member(
    thread, ines, joan, follows, quotes, answers, kind
):
    earlier = reply(thread, joan)
    Follow.objects.filter(member=joan).update(active=follows)
    wants(joan, *PERSONAL, Kind.REPLIED)
    quote = composer_text(quoted(earlier), rich=True).plain + "\n\n" if quotes else ""
    post = reply(thread, ines, f"{quote}Dear @Joan", answers=earlier if answers else None)
    assert "mentioned you" in mail_to(joan)["From"] + text_of(mail_to(joan))

    edit(post, f"{quote}Dear all")

    assert list(joan.notifications.values_list("kind", flat=True)) == ([kind] if kind else [])
    mails = [text_of(mail) for mail in mails_to(joan)]
    assert len(mails) == (1 if kind else 0)
    assert not any("mentioned" in mail for mail in mails)


def test_taking_a_name_out_continues_the_row_of_a_follower(thread, ines, joan, tess):
    forum.follow(thread, joan)
    post = reply(thread, ines, "Dear @Joan")
    reply(thread, tess)
    notify_followers()

    edit(post, "Dear all")

    assert sentences(joan) == [f"Tess and 1 other replied in {TITLE}"]
    assert joan.notifications.get().first_number == post.number


def test_taking_another_name_out_leaves_a_read_mention_and_that_of_others(thread, ines, joan, tess, as_member):
    post = reply(thread, ines, "Dear @Joan and @Tess")
    as_member(tess).get(thread.get_absolute_url())

    edit(post, "Dear @Joan")

    assert sentences(joan) == [f"Ines mentioned you in {TITLE}"]
    assert list(tess.notifications.values_list("kind", flat=True)) == ["mentioned"]


def test_an_opening_post_without_the_name_is_a_new_discussion_to_whoever_follows_the_group(group, ines, joan, tess):
    forum.follow_group(group, joan)
    post = start(group, ines, "A question for one of us", "@Joan and @Tess, how did you sleep?")

    edit(post, "How did you sleep?")

    assert sentences(joan) == ["Ines started the discussion “A question for one of us”"]
    assert sentences(tess) == []
