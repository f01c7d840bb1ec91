"""Mails about new discussions, reactions, decisions and results of a saved search; and discreet ones."""

import re

import pytest

from community.forum import operations as forum
from community.notifications import operations as notifications
from community.notifications.mail.notification import WHY
from community.notifications.models import Kind
from tests.acts import reply, start
from tests.notifications.mails import html_of, mail_to, mails_to, planned_for, sent_by, text_of, wants

TITLE = "It came back after eleven years"
SITE = "http://127.0.0.1:8000"
SECRET_WORDS = ("eleven years", "Tess", "Breast Cancer", "breast-cancer", "Warm milk", "Alongside", "our organisation")


def test_a_reaction_says_who_and_for_what_and_leads_to_the_post_by_way_of_the_row(thread, maria, tess):
    wants(maria, Kind.SUPPORTED)
    forum.give_support(thread.posts.get(), tess, "hug")

    mail = mail_to(maria)

    assert mail["Subject"] == f"Tess sent you a hug for your post in “{TITLE}”"
    assert mail["References"] is None
    assert f"Read it on Alongside:\n{SITE}/notifications/{maria.notifications.get().pk}/\n" in text_of(mail)
    assert "because someone reacted to your post" in text_of(mail)
    assert "Mute" not in text_of(mail)


def test_a_reaction_that_is_gone_is_not_mailed(thread, maria, tess):
    wants(maria, Kind.SUPPORTED)
    forum.give_support(thread.posts.get(), tess, "hug")
    (delivery,) = planned_for(maria)
    forum.take_support_back(thread.posts.get(), tess)

    assert sent_by(delivery) is None


def test_a_moderators_words_are_never_in_a_mail(thread, maria):
    notifications.notify(
        maria, Kind.MODERATED, context=thread.key, source=thread.posts.get().key, text="You named a dose."
    )

    mail = mail_to(maria)

    assert mail["Subject"] == f"A message from the moderators about “{TITLE}”"
    for part in (text_of(mail), html_of(mail)):
        assert "You named a dose." not in part
        assert f"{SITE}/notifications/{maria.notifications.get().pk}/" in part
        assert "the message is only on the site" in part


def test_a_new_discussion_in_a_followed_group_says_who_and_what(group, maria, tess):
    wants(maria, Kind.STARTED)
    forum.follow_group(group, maria)
    post = start(group, tess, "How do you sleep?", "Warm milk helped me.")

    mail = mail_to(maria)

    assert mail["Subject"] == "How do you sleep?"
    assert mail["From"] == '"Tess (Alongside)" <team@localhost>'
    for part in (text_of(mail), html_of(mail)):
        assert "Tess started the discussion “How do you sleep?”" in part
        assert "Warm milk helped me." in part
        assert f"{SITE}/posts/{post.pk}/" in part
        assert "because you follow this group" in part
        assert "Mute this discussion" in part


def test_replies_to_it_are_not_mailed_to_who_follows_the_group_alone(group, maria, tess, ines):
    wants(maria, *Kind)
    forum.follow_group(group, maria)
    post = start(group, tess, "How do you sleep?")
    reply(post.thread, ines)

    assert [mail["Subject"] for mail in mails_to(maria)] == ["How do you sleep?"]


def found(member, post, words="sleep"):
    """Notify a member of a new result, as home/operations/new_results.py does."""
    result = notifications.NewResult(member.pk, "search:1", words, post.thread.key, post.key, post.number)
    notifications.notify_of_results([result])


def test_a_new_result_says_for_which_search_and_has_the_posts_words(thread, maria, tess):
    wants(maria, Kind.FOUND)
    found(maria, reply(thread, tess, "Warm milk helped me."))

    mail = mail_to(maria)

    assert mail["Subject"] == f"New result for your search “sleep”: “{TITLE}”"
    assert mail["References"] is None
    assert "Warm milk helped me." in text_of(mail)
    assert "because you saved this search" in text_of(mail)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_discreet_mail_names_nobody_and_nothing_in_any_part_or_header(thread, maria, tess, language):
    maria.language = language
    maria.save()
    wants(maria, *Kind, is_discreet=True)
    reply(thread, tess, "Warm milk, @Maria.")
    notifications.notify(maria, Kind.MODERATED, context=thread.key, source=thread.key, text="Warm milk")
    forum.give_support(thread.posts.get(number=1), tess, "hug")

    mails = [sent_by(delivery) for delivery in planned_for(maria)]

    assert len(mails) == 3
    for mail in mails:
        raw = "".join(f"{name}: {value}\n" for name, value in mail.items()) + text_of(mail) + html_of(mail)
        assert [word for word in SECRET_WORDS if word.lower() in raw.lower()] == []
        assert mail["Subject"] == ("You have a new message" if language == "en" else "Tiene un mensaje nuevo")
        assert mail["From"] == ("Messages" if language == "en" else "Mensajes") + " <team@localhost>"
        links = re.findall(r"http\S+", text_of(mail))
        assert links[0] == f"{SITE}/notifications/"
        assert not [link for link in links if "/posts/" in link or "/discussions/" in link]
        assert mail["List-Unsubscribe"]
        assert mail["List-Id"] == "<notifications.127.0.0.1>"


def test_the_mails_of_one_discussion_are_one_conversation_in_discreet_mode_too(thread, maria, tess):
    wants(maria, *Kind, is_discreet=True)
    reply(thread, tess)
    reply(thread, tess)

    assert len({sent_by(delivery)["References"] for delivery in planned_for(maria)} - {None}) == 1


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_says_why_it_was_sent(kind):
    assert str(WHY[kind]).startswith("You get this email because ")
