"""A mail about a post says who and where, has the post's words, and belongs to its discussion's conversation."""

from uuid import uuid4

import pytest
import time_machine

from community.content_warnings import Label
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Audience
from community.members.models import Member
from community.notifications.mail import notification
from community.notifications.models import Delivery, Kind
from tests.acts import add_picture, reply, start
from tests.forum.statements import assert_statements
from tests.notifications.mails import html_of, mail_to, mails_to, planned_for, sent_by, text_of, wants

TITLE = "It came back after eleven years"
SITE = "http://127.0.0.1:8000"


def write(thread, author, markup, **more):
    """Reply with HTML."""
    return forum.reply_to(thread, author=author, text=richtext.clean(markup), token=uuid4(), **more)


@pytest.fixture
def every_reply(maria: Member) -> None:
    """Maria wants an email for everything."""
    wants(maria, *Kind)


@pytest.mark.usefixtures("every_reply")
@time_machine.travel("2026-11-29T01:30:00Z", tick=False)
def test_a_reply_says_who_where_and_when_with_the_posts_words_and_one_link_to_it(thread, maria, tess):
    post = reply(thread, tess, "Warm milk helped me.")

    mail = mail_to(maria)

    assert mail["From"] == '"Tess (Alongside)" <team@localhost>'
    assert mail["To"] == "maria@example.org"
    assert mail["Subject"] == f"Re: {TITLE}"
    assert text_of(mail).startswith(
        f"Tess replied in “{TITLE}”\n\nTess · Mentor\nBreast Cancer · Sat, Nov 28, 2026, 7:30 PM CST\n\n"
        f"Warm milk helped me.\n\nRead it on Alongside:\n{SITE}/posts/{post.pk}/\n"
    )
    assert f'href="{SITE}/posts/{post.pk}/"' in html_of(mail)
    assert f"Tess replied in “{TITLE}”" in html_of(mail).partition("<h1")[2].partition("</h1>")[0]
    assert "Warm milk helped me." in html_of(mail)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"body": "Look here, @Maria."}, "Tess mentioned you in"),
        ({"answers": True}, "Tess replied to your post in"),
    ],
)
def test_what_concerns_a_member_is_mailed_at_once_without_asking_for_it(thread, maria, tess, words, says):
    if words.pop("answers", False):
        words["answers"] = thread.posts.get()
    reply(thread, tess, **words)

    mail = mail_to(maria)

    assert text_of(mail).startswith(f"{says} “{TITLE}”")
    assert mail["Subject"] == f"Re: {TITLE}"


@pytest.mark.usefixtures("every_reply")
def test_the_mails_of_a_discussion_are_one_conversation_and_those_of_another_are_not(group, thread, maria, ines, tess):
    first, second = reply(thread, ines), reply(thread, tess)
    other = start(group, maria, "Another one").thread
    reply(other, ines)
    mails = {delivery.source: sent_by(delivery) for delivery in planned_for(maria)}

    conversation = {mail["References"] for key, mail in mails.items() if key in (first.key, second.key)}
    assert len(conversation) == 1
    assert all(mail["In-Reply-To"] == mail["References"] for mail in mails.values())
    assert len({mail["References"] for mail in mails.values()}) == 2
    assert len({mail["Message-ID"] for mail in mails.values()}) == len(mails)


@pytest.mark.usefixtures("every_reply")
def test_a_mail_that_is_sent_twice_is_the_same_to_a_mail_program(thread, maria, tess):
    reply(thread, tess)
    (delivery,) = planned_for(maria)

    assert sent_by(delivery)["Message-ID"] == sent_by(delivery)["Message-ID"]


def test_two_members_ids_say_nothing_about_the_post_or_each_other(thread, maria, ines, tess):
    post = reply(thread, tess, "Dear @Maria and @Ines.")

    ids = {mail_to(maria)["Message-ID"], mail_to(ines)["Message-ID"]}

    assert len(ids) == 2
    assert all(str(post.pk) != one.strip("<>").split("@")[0] and "post" not in one for one in ids)


def test_a_mention_in_an_opening_post_begins_the_conversation(group, maria, tess):
    opening = start(group, tess, "A question", body="What do you say, @Maria?")
    first = mail_to(maria)
    wants(maria, *Kind)
    forum.follow(opening.thread, maria)
    reply(opening.thread, tess)

    *_, later = mails_to(maria)

    assert first["Subject"] == "A question"
    assert first["References"] is None
    assert later["Subject"] == "Re: A question"
    assert later["References"] == first["Message-ID"]


@pytest.mark.usefixtures("every_reply")
def test_headers_for_lists_and_against_answers_by_machines(thread, maria, tess):
    reply(thread, tess)

    mail = mail_to(maria)

    unsubscribe = mail["List-Unsubscribe"]
    assert unsubscribe.startswith(f"<{SITE}/notifications/unsubscribe/")
    assert unsubscribe.endswith("/>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "Alongside <notifications.127.0.0.1>"
    assert mail["List-Archive"] == f"<{SITE}/notifications/>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert mail["Feedback-ID"] is None
    assert unsubscribe.strip("<>") in text_of(mail)
    assert unsubscribe.strip("<>") in html_of(mail)


@pytest.mark.usefixtures("every_reply")
def test_a_mail_says_why_it_was_sent_by_whom_and_how_to_stop_it(thread, maria, tess):
    reply(thread, tess)

    text = text_of(mail_to(maria))

    assert "You get this email because you follow this discussion.\nAlongside is run by our organisation.\n" in text
    for words in ("Mute this discussion:\n", "Stop emails like this:\n", "Choose what we send you:\n"):
        assert f"{words}{SITE}/notifications/" in text


@pytest.mark.usefixtures("every_reply")
def test_quotes_are_cut_to_two_lines_and_never_pile_up(thread, maria, tess):
    inner = "<blockquote><p>The oldest words</p></blockquote>"
    long = "<p>" + "I cannot sleep at all. " * 40 + "</p>"
    credit = '<p><a href="/posts/1/">Maria</a> wrote:</p>'
    write(thread, tess, f"<blockquote>{credit}{inner}{long}</blockquote><p>Nor could I.</p>")

    mail = mail_to(maria)

    quoted = [line for line in text_of(mail).splitlines() if line.startswith(">")]
    assert quoted[0] == "> Maria wrote:"
    assert len(quoted) == 2
    assert len(quoted[1]) < 130
    assert quoted[1].endswith("…")
    for part in (text_of(mail), html_of(mail)):
        assert "The oldest words" not in part
        assert "Nor could I." in part


@pytest.mark.usefixtures("every_reply")
def test_a_long_post_ends_at_a_sentence_and_the_button_leads_to_the_rest(thread, maria, tess):
    write(thread, tess, "<p>" + " ".join(f"This is sentence {number}." for number in range(400)) + "</p>")

    mail = mail_to(maria)

    body = next(line for line in text_of(mail).splitlines() if line.startswith("This is sentence"))
    assert body.endswith(".")
    assert 1200 < len(body) <= 1500
    assert "Read the rest on Alongside:" in text_of(mail)
    assert "Read the rest on Alongside" in html_of(mail)


@pytest.mark.usefixtures("every_reply")
def test_lists_links_and_mentions_are_readable_as_text_and_links_are_whole(thread, maria, tess):
    link = '<a href="https://example.org/a?b=1&amp;c=2">the leaflet</a>'
    write(
        thread, tess, f'<ul><li>Tea</li><li>A walk</li></ul><p>See {link} and <a href="/learn/">ours</a>, @Maria.</p>'
    )

    mail = mail_to(maria)

    assert (
        f"- Tea\n- A walk\n\nSee the leaflet (https://example.org/a?b=1&c=2) and ours ({SITE}/learn/), @Maria."
    ) in text_of(mail)
    assert f'href="{SITE}/learn/"' in html_of(mail)
    assert 'href="/' not in html_of(mail)


@pytest.mark.usefixtures("every_reply")
def test_text_that_resembles_a_quote_has_no_backslash(thread, maria, tess):
    write(thread, tess, "<p>&gt; 50 mg a day</p><p>- a dash</p>")

    assert "\n> 50 mg a day\n\n- a dash\n" in text_of(mail_to(maria))


@pytest.mark.usefixtures("every_reply")
def test_pictures_are_left_out_with_their_description_and_a_link(thread, maria, tess):
    post = reply(thread, tess, pictures=[add_picture(tess, f"reply:{thread.pk}", "Two cups of tea")])

    mail = mail_to(maria)

    assert "Picture: Two cups of tea" in text_of(mail)
    assert "Picture: Two cups of tea" in html_of(mail)
    assert "<img" not in html_of(mail)
    assert f"/posts/{post.pk}/" in html_of(mail)


@pytest.mark.usefixtures("every_reply")
def test_a_post_with_a_content_warning_begins_with_it_and_is_not_in_the_preview(thread, maria, tess):
    reply(thread, tess, "She died at home.", labels=int(Label.DEATH))

    mail = mail_to(maria)

    assert text_of(mail).index("Content warning: Death and grief") < text_of(mail).index("She died at home.")
    assert html_of(mail).count("She died at home.") == 1


@pytest.mark.usefixtures("every_reply")
def test_further_new_replies_are_counted(thread, maria, ines, tess):
    reply(thread, ines)
    reply(thread, tess)

    *_, last = mails_to(maria)

    assert "There are 2 new replies in this discussion." in text_of(last)
    assert "There are 2 new replies in this discussion." in html_of(last)


@pytest.mark.usefixtures("every_reply")
def test_a_mail_is_in_the_language_and_time_zone_of_its_recipient(thread, maria, tess):
    maria.language = "es"
    maria.save()
    wants(maria, *Kind, time_zone="Europe/Madrid")
    with time_machine.travel("2026-11-29T01:30:00Z", tick=False):
        reply(thread, tess)
        mail = mail_to(maria)

    assert text_of(mail).startswith(f"Tess respondió en “{TITLE}”")
    assert "dom, 29 nov 2026, 2:30 CET" in text_of(mail).replace("02:30", "2:30")
    assert '<html lang="es" dir="ltr">' in html_of(mail)
    assert 'lang="en" dir="auto"' in html_of(mail)
    assert mail["Content-Language"] == "es"


@pytest.mark.usefixtures("every_reply")
def test_somebody_who_left_is_not_named(thread, maria, joan):
    reply(thread, joan)
    (delivery,) = planned_for(maria)
    joan.delete()

    mail = sent_by(delivery)

    assert mail["From"] == "Alongside <team@localhost>"
    assert text_of(mail).startswith(f"Someone replied in “{TITLE}”\n\nSomeone who has left\n")


def _remove(thread, maria, post, tess):
    forum.remove_post(post, by_author=True)


def _narrow(thread, maria, post, tess):
    thread.group.audience = Audience.PRIVATE
    thread.group.save()
    type(thread).objects.filter(pk=thread.pk).update(audience=Audience.PRIVATE)


def _read(thread, maria, post, tess):
    forum.visit(maria, thread, number=post.number)


def _mute(thread, maria, post, tess):
    type(post).objects.filter(pk=post.pk).update(labels=int(Label.DEATH))
    type(maria).objects.filter(pk=maria.pk).update(labels_to_mute=int(Label.DEATH))


@pytest.mark.usefixtures("every_reply")
@pytest.mark.parametrize("happens", [_remove, _narrow, _read, _mute])
def test_what_the_member_may_not_see_or_has_read_or_muted_is_not_built(thread, maria, tess, happens):
    post = reply(thread, tess)
    (delivery,) = planned_for(maria)
    assert sent_by(delivery)

    happens(thread, maria, post, tess)

    assert sent_by(delivery) is None


@pytest.mark.usefixtures("every_reply")
def test_a_reply_that_was_read_is_not_built_while_a_later_one_is_unread(thread, maria, tess):
    first = reply(thread, tess)
    (delivery,) = planned_for(maria)
    forum.visit(maria, thread, number=first.number)
    reply(thread, tess)
    assert len(planned_for(maria)) == 2

    assert sent_by(delivery) is None


@pytest.mark.usefixtures("every_reply")
@pytest.mark.parametrize("replies", [1, 20])
def test_a_mail_is_built_with_a_fixed_number_of_statements(thread, maria, tess, replies):
    for _ in range(replies):
        reply(thread, tess)
    planned_for(maria)
    delivery = Delivery.objects.select_related("recipient").last()

    assert_statements(7, lambda: notification.build(delivery))
