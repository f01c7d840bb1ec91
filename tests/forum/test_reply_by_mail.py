"""A member answers a mail, and the answer is a reply: by the same rules as on the site."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.core import mail as sent
from django.test import Client
from django.utils import timezone

from community.content_warnings import Label
from community.core.text.mailed_text import LONGEST_READ
from community.forum import operations as forum
from community.forum.mail_back import MOST_IN_A_DAY
from community.forum.models import Audience, Follow, Post, State, Thread
from community.members.models import Member
from community.notifications.reply_addresses import reply_address
from community.safety.models import WatchedPhrase
from tests.acts import reply
from tests.notifications.mail_providers import Mailgun, Postmark

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.notifications.mail_urls")]

type Provider = Postmark | Mailgun
WORDS = "Thank you, Ines. That helps me a lot."
QUOTED = "\n\nOn Mon, Nov 16, 2026 at 8:05 AM Alongside <team@example.org> wrote:\n\n> Ines replied\n"


@pytest.fixture(params=[Postmark, Mailgun], ids=lambda provider: provider.__name__)
def each_provider(request, settings) -> Provider:
    """A provider that is configured to bring replies."""
    return configured(request.param(), settings)


@pytest.fixture
def provider(settings) -> Provider:
    """One of them."""
    return configured(Postmark(), settings)


def configured(provider: Provider, settings: Any) -> Provider:
    settings.ANYMAIL, settings.REPLY_DOMAIN = provider.config, "reply.example.org"
    return provider


@pytest.fixture
def post(thread: Thread, ines: Member) -> Post:
    """Ines's reply, of which Maria got a mail."""
    return reply(thread, ines, "It gets better.")


def a_mail(member: Member, post: Post, text: str = WORDS + QUOTED, **headers: str) -> EmailMessage:
    """Answer a mail about the post."""
    mail = EmailMessage()
    given = {"Message-ID": "<one@mail.example.org>", "Subject": "Re: Ines replied"}
    given |= {"From": f"Maria <{member.email}>", "To": reply_address(member.pk, post.pk)}
    for name, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            mail[name] = value
    mail.set_content(text)
    return mail


def bring(provider: Provider, mail: EmailMessage, recipient: str = "") -> None:
    """Let the provider bring it."""
    assert provider.bring(mail, recipient or str(mail["To"])).status_code == 200


def replies_of(member: Member) -> list[Post]:
    return list(Post.objects.filter(author=member, number__gt=1).order_by("pk"))


def letter() -> Any:
    """Return the only mail that went to a member."""
    (letter,) = sent.outbox
    return letter


def test_an_answer_is_a_reply_to_the_post(each_provider, maria, post, thread) -> None:
    bring(each_provider, a_mail(maria, post))

    (added,) = replies_of(maria)
    assert (added.thread, added.answers, added.plain, added.number) == (thread, post, WORDS, 3)
    assert Follow.objects.filter(thread=thread, member=maria).exists()
    assert not sent.outbox


def test_a_forged_call_is_refused(each_provider, maria, post) -> None:
    mail = a_mail(maria, post)

    answer = each_provider.bring(mail, str(mail["To"]), secret="alongside:a-guess-0123456789")

    assert answer.status_code == 400
    assert not replies_of(maria)


def test_an_answer_to_the_first_post_answers_the_discussion(provider, ines, thread) -> None:
    bring(provider, a_mail(ines, thread.posts.get(number=1)))

    (added,) = replies_of(ines)
    assert added.answers is None and added.thread == thread


def test_a_mail_that_arrives_twice_is_one_reply(provider, maria, post) -> None:
    bring(provider, a_mail(maria, post)), bring(provider, a_mail(maria, post))
    bring(provider, a_mail(maria, post, Message_ID="<two@mail.example.org>"))  # the same words once more

    assert len(replies_of(maria)) == 1
    assert not sent.outbox


def test_another_mail_is_another_reply(provider, maria, post) -> None:
    bring(provider, a_mail(maria, post))
    bring(provider, a_mail(maria, post, "How are you today?", Message_ID="<two@mail.example.org>"))

    assert [added.plain for added in replies_of(maria)] == [WORDS, "How are you today?"]


def test_the_address_is_found_among_others_and_whatever_its_capitals(provider, maria, post) -> None:
    address = reply_address(maria.pk, post.pk)

    bring(provider, a_mail(maria, post, To=f"Team <team@example.org>, {address.upper()}"), "team@example.org")

    assert len(replies_of(maria)) == 1


def test_a_mail_of_html_alone_is_read_and_sanitised(provider, maria, post) -> None:
    mail = a_mail(maria, post)
    mail.set_content(
        '<p>Thank <b>you</b> &lt;b&gt;</p><script>alert(1)</script><div class="gmail_quote">Ines</div>', subtype="html"
    )

    bring(provider, mail)

    (added,) = replies_of(maria)
    assert added.html == "<p>Thank you &lt;b&gt;</p>"


def test_the_reply_has_the_content_warning_of_what_it_answers(provider, maria, post) -> None:
    Post.objects.filter(pk=post.pk).update(labels=int(Label.PROGNOSIS))

    bring(provider, a_mail(maria, post))

    assert replies_of(maria)[0].labels == int(Label.PROGNOSIS)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner-email=maria@example.org"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"X_Auto_Response_Suppress": "All"},
        {"List_Id": "<list.example.org>"},
        {"Subject": "Automatic reply: Ines replied"},
        {"Subject": "Out of Office: until Monday"},
        {"Subject": "Respuesta automática: Inés respondió"},
        {"Subject": "Fuera de la oficina: hasta el lunes"},
        {"Subject": "Undeliverable: Ines replied"},
        {"From": "Mail Delivery System <MAILER-DAEMON@example.org>"},
    ],
    ids=str,
)
def test_what_a_program_wrote_is_dropped_without_an_answer(headers, provider, maria, post) -> None:
    bring(provider, a_mail(maria, post, "I am away until Monday.", **headers))

    assert not replies_of(maria)
    assert not sent.outbox


def test_our_own_letter_is_dropped_when_it_comes_back(provider, maria, post, thread) -> None:
    forum.set_locked(thread, True)
    bring(provider, a_mail(maria, post))
    back = letter()

    mail = a_mail(
        maria, post, back.body, **{name.replace("-", "_"): value for name, value in back.extra_headers.items()}
    )
    bring(provider, mail)

    assert len(sent.outbox) == 1


def test_a_mail_that_a_person_wrote_about_being_away_is_posted(provider, maria, post) -> None:
    bring(
        provider,
        a_mail(
            maria, post, Auto_Submitted="no", Subject="Re: out of office chairs", X_Auto_Response_Suppress="DR, OOF"
        ),
    )

    assert len(replies_of(maria)) == 1


@pytest.mark.parametrize("sender", ["ines@example.org", "maria@example.org.evil.example.net", "maria@localhost"])
def test_a_mail_from_another_address_is_not_posted_and_its_text_goes_nowhere(sender, provider, maria, post) -> None:
    bring(provider, a_mail(maria, post, "Look at evil.example.net", From=sender))

    assert not replies_of(maria)
    assert letter().to == [maria.email]
    assert "Reply from the email address that you use here." in letter().body
    assert "Look at" not in letter().body


def test_a_mail_from_two_people_is_not_posted(each_provider, maria, post) -> None:
    """Postmark names the first of them alone, who is the member."""
    bring(each_provider, a_mail(maria, post, From="Ines <ines@example.org>, maria@example.org"))

    assert not replies_of(maria)


def test_an_address_that_we_did_not_give_out_is_dropped_without_an_answer(provider, maria, post) -> None:
    address = reply_address(maria.pk, post.pk)
    for wrong in (
        "team@reply.example.org",
        f"reply-{'a' * 37}@reply.example.org",
        address.replace("reply-", "reply-a"),
    ):
        bring(provider, a_mail(maria, post, To=wrong))

    assert not replies_of(maria)
    assert not sent.outbox


def test_a_closed_account_posts_nothing_and_hears_nothing(provider, maria, post) -> None:
    mail = a_mail(maria, post)
    Member.objects.filter(pk=maria.pk).update(is_active=False)

    bring(provider, mail)

    assert not replies_of(maria)
    assert not sent.outbox


def test_an_address_expires(provider, maria, post) -> None:
    mail = a_mail(maria, post)

    with time_machine.travel(timezone.now() + timedelta(days=61)):
        bring(provider, mail)

    assert not replies_of(maria)
    assert "You can reply to one of our emails for 60 days." in letter().body


def test_a_closed_discussion_sends_the_text_back(provider, maria, post, thread) -> None:
    forum.set_locked(thread, True)

    bring(provider, a_mail(maria, post))

    assert not replies_of(maria)
    back = letter()
    assert back.subject == "Your reply wasn’t posted"
    assert "This discussion is closed to new replies." in back.body
    assert WORDS in back.body and "Ines replied" not in back.body
    assert f"/discussions/{thread.pk}/" in back.body
    assert thread.title not in back.body
    assert back.extra_headers["Auto-Submitted"] == "auto-replied"


def test_a_discussion_that_the_member_may_no_longer_read_is_not_named(provider, maria, ines, group, post) -> None:
    Thread.objects.update(audience=Audience.PRIVATE)
    if Thread.objects.visible_to(maria).exists():
        mail, member = a_mail(ines, post), ines
    else:
        mail, member = a_mail(maria, post), maria
    assert not Thread.objects.visible_to(member).exists()

    bring(provider, mail)

    assert not Post.objects.filter(author=member, plain=WORDS).exists()
    assert "This discussion is no longer here." in letter().body
    assert "/discussions/" not in letter().body


def test_a_removed_post_still_leads_to_its_discussion(provider, maria, post, thread) -> None:
    mail = a_mail(maria, post)
    forum.remove_post(post, by_author=True)

    bring(provider, mail)

    (added,) = replies_of(maria)
    assert added.answers is None and added.thread == thread


@pytest.mark.parametrize("text", ["", QUOTED, "\n\nSent from my iPhone" + QUOTED, "\u200b\n"])
def test_a_mail_without_words_says_so(text, provider, maria, post) -> None:
    bring(provider, a_mail(maria, post, text))

    assert not replies_of(maria)
    assert "Write them above the text of our email." in letter().body


@pytest.mark.parametrize("length", [20_001, LONGEST_READ * 2])
def test_a_text_that_is_too_long_comes_back(length, provider, maria, post) -> None:
    bring(provider, a_mail(maria, post, "word " * (length // 5 + 1)))

    assert not replies_of(maria)
    assert "too long" in letter().body


def test_personal_data_is_not_posted_without_a_question(provider, maria, post) -> None:
    bring(provider, a_mail(maria, post, "Call me on 212-555-0134, any time."))

    assert not replies_of(maria)
    assert "It may say who you are: “212-555-0134”." in letter().body
    assert "Call me on 212-555-0134, any time." in letter().body


def test_watched_words_are_held_as_on_the_site(provider, maria, post) -> None:
    WatchedPhrase.objects.create(phrase="miracle cure", reason="medical")

    bring(provider, a_mail(maria, post, "Try this miracle cure."))

    held = Post.objects.get(author=maria, state=State.HELD)
    assert held.number is None
    assert letter().subject == "A moderator will look at your reply first"
    assert held.get_absolute_url() in letter().body


def test_the_limit_of_posts_a_minute_holds(provider, maria, post, settings) -> None:
    settings.POSTS_PER_MINUTE = 2
    for number in range(3):
        bring(provider, a_mail(maria, post, f"Reply {number}", Message_ID=f"<{number}@mail.example.org>"))

    assert len(replies_of(maria)) == 2
    assert "You’ve sent several posts in a short time." in letter().body
    assert "Reply 2" in letter().body


def test_a_member_is_written_to_a_few_times_a_day_only(provider, maria, post, thread) -> None:
    forum.set_locked(thread, True)

    for number in range(MOST_IN_A_DAY + 3):
        bring(provider, a_mail(maria, post, f"Reply {number}", Message_ID=f"<{number}@mail.example.org>"))

    assert len(sent.outbox) == MOST_IN_A_DAY


def test_what_is_attached_is_left_out_and_the_member_hears_so(each_provider, maria, post) -> None:
    mail = a_mail(maria, post)
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="results.pdf")

    bring(each_provider, mail)

    (added,) = replies_of(maria)
    assert added.images == [] and "results" not in added.html
    assert letter().subject == "Your reply was posted without its attachments"
    assert f"/posts/{added.pk}/edit/" in letter().body


def test_an_attachment_of_several_megabytes_arrives_too(each_provider, maria, post) -> None:
    mail = a_mail(maria, post)
    mail.add_attachment(bytes(3_000_000), maintype="image", subtype="jpeg", filename="photo.jpg")

    bring(each_provider, mail)

    assert len(replies_of(maria)) == 1


def test_the_letter_is_in_the_members_language(provider, maria, post, thread) -> None:
    Member.objects.filter(pk=maria.pk).update(language="es")
    forum.set_locked(thread, True)

    bring(provider, a_mail(maria, post))

    assert letter().subject == "No se publicó su respuesta"
    assert "wasn’t" not in letter().body and "This" not in letter().body


def test_everybody_reads_the_reply_at_once(provider, maria, post, thread) -> None:
    guest = Client()
    assert WORDS not in guest.get(thread.get_absolute_url()).text

    bring(provider, a_mail(maria, post))

    assert WORDS in guest.get(thread.get_absolute_url()).text
