"""Quoting a passage: it is in the composer with a link to its post, and its author is notified."""

import html
import re
from uuid import uuid4

import pytest
from django.utils.html import escape

from community.composing import operations as composing
from community.composing.composer_text import composer_text
from community.core.text import richtext
from community.core.text.plain_text import to_plain
from community.core.text.shortening import shorten
from community.forum import operations as forum
from community.forum.models import Membership, Post
from community.forum.quoting import PASSAGE, quoted
from tests.acts import reply, start
from tests.notifications.notifications import notify_followers, sentences, unread

TITLE = "“It came back after eleven years”"

STRUCTURED = [
    "<ul><li><p>one</p></li><li><p>two</p></li></ul>",
    "<ol><li><p>one</p><ul><li><p>inner</p></li></ul></li><li><p>two</p></li></ol><p>end</p>",
    "<p>one<br>line</p><p>another <strong>bold</strong> <em>thin</em> <s>old</s></p>",
    '<p>See <a href="https://example.org/docs/leaflet.pdf" rel="nofollow ugc noopener">leaflet.pdf</a></p>',
    "<ul><li>without paragraphs</li><li>in its items</li></ul>",
]


def store(post: Post, markup: str) -> Post:
    """Give a post this HTML, as the editor submits it."""
    text = richtext.clean(markup)
    Post.objects.filter(pk=post.pk).update(html=text.html, plain=text.plain)
    post.refresh_from_db()
    return post


def quoting(post: Post, words: str = "Me too.") -> str:
    """Build the text of the plain box for a quoted post and some words below it."""
    return f"{composer_text(quoted(post), rich=True).plain}\n\n{words}"


def test_the_composer_begins_with_the_passage_and_answers_its_post(thread, maria, ines, as_member):
    post = reply(thread, maria, "I asked for one named nurse.\n\nIt helped.")

    page = as_member(ines).get(f"{thread.get_absolute_url()}?page=last&quote={post.pk}").text

    words = "I asked for one named nurse.\n&gt;\n&gt; It helped.\n\n"
    assert f"&gt; Maria (/posts/{post.pk}/) wrote:\n&gt;\n&gt; {words}" in page
    assert f'name="answers" value="{post.pk}"' in page


def test_every_post_that_a_member_may_answer_offers_to_quote_it(thread, ines, as_member, guest):
    post, link = thread.posts.get(), "data-quote"

    assert f'{link} href="?page=last&amp;quote={post.pk}#id_body' in (
        as_member(ines).get(thread.get_absolute_url()).text
    )
    assert link not in guest.get(thread.get_absolute_url()).text
    forum.set_locked(thread, True)
    assert link not in as_member(ines).get(thread.get_absolute_url()).text


def test_the_stored_reply_is_a_quote_with_a_link_to_the_post(thread, maria, ines, as_member):
    post = reply(thread, maria, "I asked for one named nurse.")

    as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": quoting(post), "token": uuid4()})

    found = Post.objects.get(author=ines)
    assert found.html == (
        f'<blockquote><p><a href="/posts/{post.pk}/" rel="nofollow ugc noopener">Maria</a> wrote:</p>'
        "<p>I asked for one named nurse.</p></blockquote><p>Me too.</p>"
    )
    assert composer_text(found.html, rich=True).plain == quoting(post)


def test_a_long_post_is_quoted_in_part_and_without_what_it_quotes_itself(thread, maria, ines):
    first = reply(thread, ines, "Somebody else's words")
    post = reply(thread, maria, quoting(first, "word " * 400))

    passage = richtext.clean(quoted(post)).plain

    assert passage.startswith("Maria wrote:\nword word")
    assert passage.endswith("…")
    assert len(passage) <= len("Maria wrote:\n") + PASSAGE
    assert "Somebody else" not in passage


@pytest.mark.parametrize("markup", STRUCTURED)
def test_a_quote_has_the_lists_lines_bold_and_links_of_its_post(thread, maria, ines, as_member, markup):
    post = store(reply(thread, maria), markup)

    page = as_member(ines).get(f"{thread.get_absolute_url()}?page=last&quote={post.pk}").text

    wrote = f'<p><a href="/posts/{post.pk}/" rel="nofollow ugc noopener">Maria</a> wrote:</p>'
    expected = f"<blockquote>{wrote}{post.html}</blockquote>"
    assert quoted(post) == expected
    assert f'data-html="{escape(expected)}&lt;p&gt;&lt;/p&gt;"' in page
    assert escape(to_plain(expected)) in page


def test_a_post_of_nothing_but_a_quote_is_quoted_whole(thread, maria):
    post = store(
        reply(thread, maria), "<blockquote><p>one</p><blockquote><ul><li>two</li></ul></blockquote></blockquote>"
    )

    assert post.html in quoted(post)
    deep = store(post, "<blockquote>" * 20 + "deep" + "</blockquote>" * 20)
    assert "<p>deep</p>" in quoted(deep)


@pytest.mark.parametrize(
    ("markup", "length", "expected"),
    [
        ("<p>one two</p>", 7, "<p>one two</p>"),
        ("<p>one two three</p>", 9, "<p>one two…</p>"),
        ("<ul><li><p>one</p></li><li><p>two <b>three</b></p></li></ul><p>end</p>", 9, None),
        ("<p>5 &lt; 6 &amp; 7 and more</p>", 9, "<p>5 &lt; 6 &amp;…</p>"),
        ("<p>" + "x" * 50 + "</p>", 11, "<p>" + "x" * 10 + "…</p>"),
        ("<p>a" + "e\u0301" * 50 + "</p>", 5, "<p>ae\u0301…</p>"),
        (
            "<p>" + "\U0001f469\U0001f3fd\u200d\u2695\ufe0f" * 9 + "</p>",
            8,
            "<p>\U0001f469\U0001f3fd\u200d\u2695\ufe0f…</p>",
        ),
        ("<p>one<br>two three</p>", 5, "<p>one<br>t…</p>"),
    ],
)
def test_a_long_quote_ends_after_a_word_and_closes_what_is_open(markup, length, expected):
    found = shorten(markup, length)

    assert found == (expected or "<ul><li><p>one</p></li><li><p>two <b>t…</b></p></li></ul>")
    assert richtext.clean(found).html == found
    assert len(html.unescape(re.sub("<[^>]*>", "", found))) <= length


def test_who_left_is_quoted_without_a_name(thread, maria):
    post = reply(thread, maria, "Still true.")
    Post.objects.filter(pk=post.pk).update(author=None)
    post.refresh_from_db()

    text = richtext.from_plain(quoting(post))

    assert f'<a href="/posts/{post.pk}/" rel="nofollow ugc noopener">Someone who has left</a> wrote:' in text.html


def test_an_earlier_draft_stays_above_the_quote(thread, maria, ines, as_member):
    post, client = reply(thread, maria, "I asked for one named nurse."), as_member(ines)
    composing.save_draft(ines, thread.key, version=0, title="", body="My own words", rich=False)

    page = client.get(f"{thread.get_absolute_url()}?page=last&quote={post.pk}").text

    assert f"My own words\n\n&gt; Maria (/posts/{post.pk}/) wrote:" in page


def test_a_quote_that_is_there_already_is_not_inserted_twice(thread, maria, ines, as_member):
    post, client = reply(thread, maria, "I asked for one named nurse."), as_member(ines)
    composing.save_draft(ines, thread.key, version=0, title="", body=quoting(post), rich=False)

    page = client.get(f"{thread.get_absolute_url()}?page=last&quote={post.pk}").text

    assert page.count(f"Maria (/posts/{post.pk}/) wrote:") == 1


@pytest.mark.parametrize("wanted", ["x", "", "999999", "9" * 40, "-1", "1 or 1=1"])
def test_a_post_that_is_not_there_is_no_quote(thread, ines, as_member, wanted):
    answer = as_member(ines).get(thread.get_absolute_url(), {"quote": wanted})

    assert answer.status_code == 200
    assert "&gt; " not in answer.text


def test_a_post_of_another_discussion_or_one_that_is_removed_is_no_quote(thread, group, maria, ines, as_member):
    other = start(group, maria, "Another discussion", "Elsewhere said")
    removed = reply(thread, maria, "Said too quickly")
    forum.remove_post(removed, by_author=True)

    for post in (other, removed):
        page = as_member(ines).get(thread.get_absolute_url(), {"quote": post.pk}).text
        assert "wrote:" not in page.partition("<textarea")[2].partition("</textarea>")[0]


def test_the_quoted_author_is_notified_once_and_led_to_the_quote(thread, maria, ines, joan, as_member):
    post = reply(thread, joan, "I asked for one named nurse.")
    quote = reply(thread, ines, quoting(post), answers=post)
    notify_followers()

    assert sentences(joan) == [f"Ines quoted you in {TITLE}"]
    assert f"Ines quoted you in {TITLE}" in as_member(joan).get("/notifications/").text
    answer = as_member(joan).get(f"/notifications/{joan.notifications.get().pk}/")
    assert answer.headers["Location"] == quote.get_absolute_url()


def test_quoting_oneself_is_no_news(thread, maria, ines):
    reply(thread, maria, quoting(thread.posts.get()))
    notify_followers()

    assert not maria.notifications.exists()


def test_an_author_who_may_no_longer_read_there_is_not_notified_of_a_quote(private_thread, group_member, joan, closed):
    Membership.objects.create(group=closed, member=joan)
    post = reply(private_thread, joan, "Among ourselves")
    Membership.objects.filter(member=joan).delete()

    reply(private_thread, group_member, quoting(post))
    notify_followers()

    assert not joan.notifications.exists()


def test_a_quote_of_another_discussion_notifies_nobody(thread, group, maria, ines, joan):
    elsewhere = start(group, joan, "Another discussion", "Elsewhere said")

    reply(thread, ines, quoting(elsewhere))
    notify_followers()

    assert not joan.notifications.exists()


def test_removing_the_quote_withdraws_the_notification_and_restoring_notifies_nobody(thread, ines, joan):
    post = reply(thread, joan, "I asked for one named nurse.")
    quote = reply(thread, ines, quoting(post))
    notify_followers()
    assert unread(joan) == 1

    forum.remove_post(quote, by_author=True)
    assert unread(joan) == 0

    forum.restore_post(quote)
    notify_followers()
    assert unread(joan) == 0


def test_an_edit_that_adds_a_quote_notifies_nobody(thread, ines, joan):
    post, own = reply(thread, joan, "I asked for one named nurse."), reply(thread, ines)
    notify_followers()
    before = unread(joan)

    forum.edit_post(own, editor=ines, text=richtext.from_plain(quoting(post)), version=1)
    notify_followers()

    assert unread(joan) == before
