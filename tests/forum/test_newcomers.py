"""The first posts of a new member are read by a moderator before they appear, and the member learns why."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post, State, Thread
from community.members.models import Member, Role
from community.notifications.reply_addresses import reply_address
from community.safety.models import Case
from tests.acts import make_member, reply, start
from tests.forum.statements import statements

WHY = "We read the first posts of new members before they appear."
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LINKS = "https://example.org/1 https://example.org/2 https://example.org/3"


@pytest.fixture(autouse=True)
def rules(settings, thread: Thread, maria: Member) -> None:
    """The rules for new members; Maria is none."""
    settings.NEW_MEMBER_POSTS = 3
    Member.objects.filter(pk=maria.pk).update(established=True)
    maria.refresh_from_db()


def noticed(post: Post) -> list[str]:
    """Return what the case about a post says of it."""
    return Case.objects.get(source=post.key).noticed


def send(client, thread: Thread, body: str = "Thank you for telling us.", **more):
    return client.post(f"/discussions/{thread.pk}/reply/", {"body": body, "token": uuid4()} | more)


def form_of(client, address: str) -> dict[str, str]:
    """Return the signed time in the form on a page; nothing where the form has none."""
    found = re.search(r'name="shown" value="([^"]+)"', client.get(address).text)
    return {"shown": found[1]} if found else {}


def test_the_first_three_posts_are_held_and_the_fourth_is_not(thread, ines) -> None:
    for number in range(3):
        post = reply(thread, ines, f"Hello, {number}")
        assert post.state == State.HELD
        assert noticed(post) == ["First posts of a new member"]
        forum.approve_post(post)

    assert reply(thread, Member.objects.get(pk=ines.pk)).is_published
    assert Member.objects.get(pk=ines.pk).established


def test_only_published_posts_count(thread, ines) -> None:
    forum.reject_post(reply(thread, ines, "One"))
    forum.remove_post(forum.approve_post(reply(thread, ines, "Two")), by_author=True)
    for number in range(2):
        forum.approve_post(reply(thread, ines, f"Three, {number}"))

    assert reply(thread, ines, "Four").state == State.HELD


def test_a_first_discussion_is_held_too(group, ines, guest) -> None:
    opening = start(group, ines, "A new diagnosis")

    assert (opening.state, noticed(opening)) == (State.HELD, ["First posts of a new member"])
    assert guest.get(opening.thread.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", [Role.MENTOR, Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR])
def test_mentors_and_staff_are_never_new(thread, role) -> None:
    assert reply(thread, make_member("Someone", role), LINKS).is_published


def test_the_author_reads_why_and_that_nothing_is_wrong(thread, ines, as_member) -> None:
    client = as_member(ines)
    assert WHY in client.get(thread.get_absolute_url()).text

    answer = client.get(send(client, thread).url)

    assert WHY in answer.text and "Nothing is wrong" in answer.text
    assert WHY in client.get("/posts/mine/").text


def test_a_member_who_is_not_new_reads_nothing_of_it(thread, group, maria, as_member) -> None:
    client = as_member(maria)

    for page in (thread.get_absolute_url(), f"/groups/{group.slug}/new/"):
        assert WHY not in client.get(page).text
        assert form_of(client, page) == {}


def test_three_links_in_a_first_post_are_named(thread, ines, settings) -> None:
    assert noticed(reply(thread, ines, LINKS)) == ["First posts of a new member", "3 links"]

    settings.HOLD_FIRST_POSTS = False
    assert noticed(reply(thread, ines, f"Again {LINKS}")) == ["3 links"]
    assert reply(thread, ines, "One link: https://example.org/1").is_published


def test_links_within_the_community_and_to_mail_do_not_count(thread, ines, settings) -> None:
    settings.HOLD_FIRST_POSTS = False
    address = thread.get_absolute_url()

    assert reply(thread, ines, f"{address} a@example.org b@example.org c@example.org").is_published


@pytest.mark.parametrize(("seconds", "named"), [(1, True), (4, False)])
@pytest.mark.parametrize("page", ["thread", "start"])
def test_a_first_post_that_takes_a_moment_is_named(thread, group, ines, as_member, page, seconds, named) -> None:
    client = as_member(ines)
    new = f"/groups/{group.slug}/new/"
    with time_machine.travel(NOON, tick=False) as clock:
        shown = form_of(client, thread.get_absolute_url() if page == "thread" else new)
        assert shown
        clock.shift(timedelta(seconds=seconds))
        if page == "thread":
            send(client, thread, **shown)
        else:
            sent = {"title": "A new diagnosis", "body": "Hello all", "audience": "public", "token": uuid4()}
            client.post(new, sent | shown)

    assert ("Typed in under 3 seconds" in noticed(Post.objects.get(author=ines))) == named


def test_what_took_a_moment_is_held_where_first_posts_are_not(thread, ines, as_member, settings) -> None:
    settings.HOLD_FIRST_POSTS = False
    client = as_member(ines)
    shown = form_of(client, thread.get_absolute_url())

    send(client, thread, **shown)

    post = Post.objects.get(author=ines)
    assert (post.state, noticed(post)) == (State.HELD, ["Typed in under 3 seconds"])


def test_a_form_that_comes_back_has_its_first_time_and_one_with_a_draft_has_none(thread, ines, as_member) -> None:
    client = as_member(ines)
    with time_machine.travel(NOON, tick=False) as clock:
        shown = form_of(client, thread.get_absolute_url())
        again = send(client, thread, body="", **shown)
        assert again.status_code == 422 and f'value="{shown["shown"]}"' in again.text
        clock.shift(timedelta(seconds=9))
        client.post("/drafts/", {"draft_key": thread.key, "body": "I began to write", "version": "0"})

        assert form_of(client, thread.get_absolute_url()) == {}


@pytest.mark.parametrize("shown", ["", "x", "1:2:3", "{pk}:9e9:forged"])
def test_a_time_that_is_not_ours_says_nothing(thread, ines, as_member, shown) -> None:
    send(as_member(ines), thread, shown=shown.format(pk=ines.pk))

    assert noticed(Post.objects.get(author=ines)) == ["First posts of a new member"]


def test_the_time_of_another_members_form_says_nothing(thread, ines, joan, as_member) -> None:
    send(as_member(ines), thread, **form_of(as_member(joan), thread.get_absolute_url()))

    assert noticed(Post.objects.get(author=ines)) == ["First posts of a new member"]


def test_a_reply_by_mail_is_held_and_counts_as_no_fast_one(thread, ines, settings) -> None:
    settings.REPLY_DOMAIN = "reply.example.org"
    recipients = (reply_address(ines.pk, thread.posts.get().pk),)

    post = forum.reply_by_mail(forum.MailedReply(recipients, ines.email, "Thank you for this.", "<1@example.org>"))

    assert post and (post.state, noticed(post)) == (State.HELD, ["First posts of a new member"])
    assert "A moderator will look at your reply first" in mail.outbox[0].subject


def test_an_edit_is_not_a_first_post_but_its_links_are_seen(thread, ines) -> None:
    post = forum.approve_post(reply(thread, ines, "Hello"))
    Case.objects.all().delete()
    forum.edit_post(post, editor=ines, text=richtext.from_plain("Hello all"), version=1)
    assert not Case.objects.exists()
    forum.edit_post(post, editor=ines, text=richtext.from_plain(LINKS), version=2)

    case = Case.objects.get()
    assert (case.kind, case.noticed) == ("noticed", ["3 links"])


def test_an_established_member_costs_no_statement_more(thread, ines, maria, as_member, settings) -> None:
    client = as_member(maria)

    def post() -> None:
        send(client, thread, body=f"Thinking of you, {uuid4()}")

    post()
    with_rules = statements(post)
    settings.NEW_MEMBER_POSTS = 0

    assert len(with_rules) == len(statements(post))


def test_members_with_imported_posts_are_not_new(group, ines) -> None:
    words = richtext.from_plain("Words")
    posts = [forum.ImportedPost(ines, words, NOON)] * 3
    forum.import_thread(group, key="one", title="From elsewhere", posts=posts)

    assert Member.objects.get(pk=ines.pk).established


def test_many_first_posts_from_one_network_are_refused_and_others_are_not(thread, maria, as_member, settings) -> None:
    settings.FIRST_POSTS_PER_NETWORK = 2
    with time_machine.travel(NOON + timedelta(minutes=40), tick=False):
        sent = [send(as_member(make_member(f"New{number}")), thread, f"Words of {number}") for number in range(3)]

        assert [answer.status_code for answer in sent] == [302, 302, 429]
        assert "Try again in 20 minutes." in sent[2].text and "Words of 2" in sent[2].text
        assert sent[2]["Retry-After"] == "1200"
        assert send(as_member(maria), thread).status_code == 302
        elsewhere = as_member(make_member("Elsewhere"))
        elsewhere.defaults["REMOTE_ADDR"] = "192.0.2.7"
        assert send(elsewhere, thread).status_code == 302
