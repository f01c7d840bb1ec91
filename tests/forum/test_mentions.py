"""Mentions with @: the name becomes a link to the member's page, and the member is notified once."""

import pytest

from community.composing.composer_text import composer_text
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Membership, Post
from community.forum.operations.mentions import NAMES_CAP
from community.forum.quoting import quoted
from community.notifications.models import Notification
from community.safety.models import WatchedPhrase
from tests.acts import make_member, reply, start
from tests.forum.statements import statements
from tests.notifications.notifications import notify_followers, sentences, unread

TITLE = "“It came back after eleven years”"
LINK = '<a href="/members/Joan/" rel="nofollow ugc noopener">{}</a>'


def edit(post: Post, body: str) -> Post:
    """Edit a post through the operation that its author's form uses."""
    post.refresh_from_db()
    return forum.edit_post(post, editor=post.author, text=richtext.from_plain(body), version=post.version)


def test_a_name_becomes_a_link_to_the_members_page_in_any_case(thread, ines, joan):
    post = reply(thread, ines, "Dear @joan, and @JOAN: thank you, @Joan.")

    assert (
        post.html
        == f"<p>Dear {LINK.format('@joan')}, and {LINK.format('@JOAN')}: thank you, {LINK.format('@Joan')}.</p>"
    )
    assert post.plain == "Dear @joan, and @JOAN: thank you, @Joan."


@pytest.mark.parametrize(
    "words",
    [
        "@Nobody-here",
        "@Jo",
        "mail@Joan",
        "joan@joan.example",
        "me@Joan@example.org",
        "https://example.org/@Joan",
        "example.org/@Joan",
        "@Joanna",
        "@Joané",
        "@@Joan",
        "@everyone @all @here @channel",
    ],
)
def test_a_word_that_only_resembles_a_name_is_left_alone(thread, ines, joan, words):
    post = reply(thread, ines, words)

    assert "/members/" not in post.html
    assert not joan.notifications.exists()


def test_names_in_links_and_quotes_name_nobody(thread, ines, joan):
    text = richtext.clean(
        '<p><a href="https://example.org/">@Joan</a></p><blockquote><p>Ask @Joan</p></blockquote><p>Well.</p>'
    )

    post = forum.edit_post(reply(thread, ines), editor=ines, text=text, version=1)

    assert "/members/" not in post.html
    assert not joan.notifications.exists()


def test_a_link_that_says_another_name_is_put_right(thread, ines, joan, tess):
    text = richtext.clean('<p><a href="/members/Joan/">@Tess</a> <a href="/members/Joan/">@Nobody</a></p>')

    post = forum.edit_post(reply(thread, ines), editor=ines, text=text, version=1)

    assert post.html == '<p><a href="/members/Tess/" rel="nofollow ugc noopener">@Tess</a> @Nobody</p>'
    assert not joan.notifications.exists()


def test_somebody_who_left_is_not_linked(thread, ines, joan):
    joan.is_active = False
    joan.save()

    assert "/members/" not in reply(thread, ines, "Dear @Joan").html
    assert not joan.notifications.exists()


def test_somebody_who_may_not_read_there_is_neither_linked_nor_notified(private_thread, group_member, joan, closed):
    assert "/members/" not in reply(private_thread, group_member, "Dear @Joan").html
    assert not joan.notifications.exists()

    Membership.objects.create(group=closed, member=joan)
    assert "/members/Joan/" in reply(private_thread, group_member, "Dear @Joan").html
    assert unread(joan) == 1


def test_a_moderator_can_be_named_in_a_private_group(private_thread, group_member, ruth):
    reply(private_thread, group_member, "Dear @Ruth")

    assert unread(ruth) == 1


def test_no_more_than_twenty_are_named_at_once(thread, ines):
    people = [make_member(f"Person{number:02}") for number in range(NAMES_CAP + 5)]

    post = reply(thread, ines, " ".join(f"@{person}" for person in people))

    assert post.html.count("/members/") == NAMES_CAP
    assert Notification.objects.filter(kind="mentioned").count() == NAMES_CAP


def test_a_text_full_of_names_is_stored_and_stays_within_bounds(thread, ines, joan):
    post = reply(thread, ines, "@Joan " * 3_300)

    assert "@Joan" in post.html
    assert unread(joan) == 1


def test_a_mentioned_member_is_notified_once_and_led_to_the_post(thread, ines, joan, as_member):
    post = reply(thread, ines, "@Joan, and again @joan.")
    notify_followers()

    assert sentences(joan) == [f"Ines mentioned you in {TITLE}"]
    assert f"Ines mentioned you in {TITLE}" in as_member(joan).get("/notifications/").text
    answer = as_member(joan).get(f"/notifications/{joan.notifications.get().pk}/")
    assert answer.headers["Location"] == post.get_absolute_url()


def test_naming_oneself_is_no_news(thread, ines):
    reply(thread, ines, "@Ines again")

    assert not ines.notifications.exists()


def test_an_opening_post_notifies_whom_it_mentions(group, ines, joan):
    start(group, ines, "A question for one of us", "@Joan, how did you sleep?")

    assert sentences(joan) == ["Ines mentioned you in “A question for one of us”"]


# How the reply concerns Joan, and the one notification for it: mention, quote, answer, follow.
@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("quotes", [False, True])
@pytest.mark.parametrize("answers", [False, True])
@pytest.mark.parametrize("follows", [False, True])
def test_one_reply_is_one_piece_of_news_for_one_person(thread, ines, joan, named, quotes, answers, follows):
    post = reply(thread, joan, "I asked for one named nurse.")
    if not follows:
        forum.unfollow(thread, joan)
    body = f"{composer_text(quoted(post), rich=True).plain}\n\nYes." if quotes else "Yes."

    reply(thread, ines, body + (" @Joan" if named else ""), answers=post if answers else None)
    notify_followers()

    kind = "mentioned" if named else "quoted" if quotes else "answered" if answers else "replied" if follows else None
    assert list(joan.notifications.values_list("kind", flat=True)) == ([kind] if kind else [])


def test_an_edit_notifies_only_whom_it_newly_mentions(thread, ines, joan, tess):
    post = reply(thread, ines, "Dear @Joan")
    joan.notifications.all().delete()

    edit(post, "Dear @Joan and @Tess")
    notify_followers()

    assert unread(joan) == 0
    assert sentences(tess) == [f"Ines mentioned you in {TITLE}"]


def test_taking_a_name_out_and_putting_it_in_again_is_no_second_news(thread, ines, joan, as_member):
    post = reply(thread, ines, "Dear @Joan")
    as_member(joan).get(thread.get_absolute_url())
    assert unread(joan) == 0

    edit(post, "Dear all")
    edit(post, "Dear @Joan")

    assert unread(joan) == 0


def test_a_member_who_was_answered_is_not_notified_again_when_an_edit_mentions_them(thread, ines, joan):
    post = reply(thread, ines, "Yes.", answers=reply(thread, joan))
    assert unread(joan) == 1

    edit(post, "Yes, @Joan")

    assert unread(joan) == 1


def test_the_same_edit_sent_twice_is_one(thread, ines, joan):
    post, text = reply(thread, ines), richtext.from_plain("Dear @Joan")

    for _ in range(2):
        changed = forum.edit_post(post, editor=ines, text=text, version=1)

    assert changed.version == 2
    assert unread(joan) == 1


def test_a_held_post_notifies_nobody_before_it_is_approved_and_then_once(thread, ines, joan):
    WatchedPhrase.objects.create(phrase="miracle tea")
    held = reply(thread, ines, "@Joan, a miracle tea")
    edit(held, "@Joan, what a miracle tea")
    assert unread(joan) == 0

    forum.approve_post(held)
    notify_followers()

    held.refresh_from_db()
    assert "/members/Joan/" in held.html
    assert sentences(joan) == [f"Ines mentioned you in {TITLE}"]


def test_a_held_discussion_notifies_whom_it_mentions_at_its_approval(group, ines, joan):
    WatchedPhrase.objects.create(phrase="miracle tea")
    held = start(group, ines, "A question for one of us", "@Joan, a miracle tea?")
    assert unread(joan) == 0

    forum.approve_post(held)

    assert sentences(joan) == ["Ines mentioned you in “A question for one of us”"]


def test_a_rejected_post_notifies_nobody(thread, ines, joan):
    WatchedPhrase.objects.create(phrase="miracle tea")
    forum.reject_post(reply(thread, ines, "@Joan, a miracle tea"))

    assert not joan.notifications.exists()


def test_removal_withdraws_the_notification_and_restoring_notifies_nobody(thread, ines, joan):
    post = reply(thread, ines, "Dear @Joan")
    assert unread(joan) == 1

    forum.remove_post(post, by_author=False)
    assert unread(joan) == 0

    forum.restore_post(post)
    notify_followers()
    assert unread(joan) == 0


def test_a_move_out_of_reach_withdraws_the_notification(thread, ines, joan, closed):
    reply(thread, ines, "Dear @Joan")
    assert unread(joan) == 1

    forum.move_thread(thread, closed)

    assert unread(joan) == 0


def test_an_author_finds_the_mention_as_a_name_when_editing(thread, ines, joan):
    post = reply(thread, ines, "Dear @Joan, see https://example.org/a")

    assert composer_text(post.html, rich=True).plain == "Dear @Joan, see https://example.org/a"


@pytest.mark.parametrize(("words", "more"), [("Dear all", 0), ("joan at example.org", 0), ("@Joan and @Tess", 3)])
def test_names_cost_three_statements_and_a_reply_without_them_nothing(thread, ines, joan, tess, words, more):
    reply(thread, ines)
    without = len(statements(lambda: reply(thread, ines, "Thinking of you.")))

    assert len(statements(lambda: reply(thread, ines, words))) == without + more


def suggested(client, thread, typed_so_far):
    return [
        person["name"] for person in client.get(f"/discussions/{thread.pk}/people/?q={typed_so_far}").json()["people"]
    ]


def test_people_of_the_discussion_are_suggested_before_others(thread, maria, ines, as_member):
    for name in ("Inga", "Ingrid", "Indira"):
        make_member(name)
    reply(thread, ines)
    reply(thread, make_member("Inuk"))

    assert suggested(as_member(maria), thread, "in") == ["Ines", "Inuk", "Indira", "Inga", "Ingrid"]
    assert suggested(as_member(maria), thread, "ING") == ["Inga", "Ingrid"]
    assert suggested(as_member(maria), thread, "") == ["Ines", "Inuk", "Maria"]
    assert suggested(as_member(maria), thread, "x") == []


def test_at_most_eight_are_suggested_and_nobody_who_left(thread, maria, as_member):
    for number in range(12):
        make_member(f"Person{number:02}")
    gone = make_member("Person")
    gone.is_active = False
    gone.save()

    found = suggested(as_member(maria), thread, "person")

    assert found == [f"Person{number:02}" for number in range(8)]


def test_a_wildcard_in_a_name_matches_itself_alone(thread, maria, as_member):
    for name in ("A_b", "Axb", "A-c"):
        make_member(name)

    assert suggested(as_member(maria), thread, "a_") == ["A_b"]
    assert suggested(as_member(maria), thread, "a-") == ["A-c"]
    assert suggested(as_member(maria), thread, "a%25") == []


def test_only_readers_of_a_private_discussion_are_suggested(private_thread, group_member, joan, ines, ruth, as_member):
    assert suggested(as_member(group_member), private_thread, "jo") == []
    assert suggested(as_member(group_member), private_thread, "ru") == ["Ruth"]
    assert as_member(joan).get(f"/discussions/{private_thread.pk}/people/?q=in").status_code == 404


def test_a_discussion_called_people_can_be_read(group, maria, guest):
    thread = start(group, maria, "People").thread

    assert guest.get(thread.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("people", [1, 50])
def test_suggestions_cost_two_statements_however_many_there_are(thread, maria, as_member, people):
    client = as_member(maria)
    for number in range(people):
        reply(thread, make_member(f"Person{number:02}"))

    found = [sql for sql in statements(lambda: suggested(client, thread, "pe")) if "LIKE" in sql.upper()]

    assert 1 <= len(found) <= 2
