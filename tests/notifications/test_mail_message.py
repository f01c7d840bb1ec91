"""The message as it leaves: readable by every mail program, whatever people called themselves and their discussions."""

import email.policy
import re
from html.parser import HTMLParser

import pytest

from community.forum.models import Thread
from community.members.models import Member
from community.notifications.mail import notification
from community.notifications.models import Delivery, Kind
from tests.acts import reply, start
from tests.notifications.mails import html_of, mail_to, parsed, planned_for, text_of, wants

VOID = {"meta", "br", "img", "link", "input", "hr"}


def raw(member: Member) -> bytes:
    """Return the bytes of the member's mail as SMTP sends them."""
    (delivery,) = planned_for(member)
    mail = notification.build(Delivery.objects.select_related("recipient").get(pk=delivery.pk))
    assert mail
    return mail.message(policy=email.policy.SMTP).as_bytes()


@pytest.fixture(autouse=True)
def every_reply(maria: Member) -> None:
    """Maria wants an email for everything."""
    wants(maria, *Kind)


@pytest.mark.parametrize("title", ["¿Y ahora qué? “Años” después 🌱", "שלום, מה עכשיו?", "A" * 150, "Ж" * 150])
def test_names_and_titles_of_any_letters_arrive_as_they_are(group, maria, tess, settings, title):
    settings.COMMUNITY_NAME = "Comunidad “Ñandú”, A.C."
    thread = start(group, maria, title).thread
    reply(thread, tess, "Así es. 🌱 " + "x" * 5000)

    sent = raw(maria)

    assert max(len(line) for line in sent.split(b"\r\n")) <= 998
    assert b"\n" not in sent.replace(b"\r\n", b"")
    headers = sent.split(b"\r\n\r\n")[0]
    assert headers.isascii()
    mail = parsed(sent)
    assert title in mail["Subject"]
    assert mail["From"].addresses[0].display_name == "Tess (Comunidad “Ñandú”, A.C.)"
    assert mail["From"].addresses[0].addr_spec == "team@localhost"
    assert mail["List-Id"] == "Comunidad “Ñandú”, A.C. <notifications.127.0.0.1>"
    assert title in text_of(mail)
    assert "Así es. 🌱" in text_of(mail)
    assert "Así es. 🌱" in html_of(mail)
    assert not mail.defects
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_no_title_or_name_begins_a_header(thread, maria, tess, settings):
    Thread.objects.filter(pk=thread.pk).update(title="Hello\r\nBcc: all@example.org\r\n\r\nBody")
    Member.objects.filter(pk=tess.pk).update(username="Tess\r\nCc: x@y.org")
    settings.COMMUNITY_NAME = "Along\nTo: z@y.org"
    reply(thread, tess)

    mail = parsed(raw(maria))

    assert mail["Bcc"] is None
    assert mail["Cc"] is None
    assert mail.get_all("To") == ["maria@example.org"]
    assert mail["Subject"] == "Re: Hello Bcc: all@example.org Body"


def test_the_addresses_in_headers_are_written_whole(thread, maria, tess, settings):
    settings.SITE_URL = "https://a-community-with-a-rather-long-name-of-its-own.region.example.org"
    reply(thread, tess)

    headers = raw(maria).split(b"\r\n\r\n")[0].decode().split("\r\n")

    for name in ("List-Unsubscribe", "In-Reply-To", "References"):
        (line,) = [line for line in headers if line.startswith(f"{name}: ")]
        assert re.fullmatch(rf"{name}: <[^<>\s=?]+>", line)
    assert "=?utf-8" not in "".join(line for line in headers if line.startswith(("Message-ID", "List-")))


class Reader(HTMLParser):
    """Collects what a mail's HTML loads, and what is open at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [f"{tag} {name}" for name, _ in attrs if name in ("src", "srcset", "background", "data", "ping")]
        if tag in ("script", "img", "link", "iframe", "object", "form", "video", "audio"):
            self.loaded.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_html_loads_nothing_and_is_whole(thread, maria, tess):
    reply(thread, tess, "A paragraph.\n\n- one\n- two\n\n> quoted")

    html = html_of(mail_to(maria))

    reader = Reader()
    reader.feed(html)
    assert reader.loaded == []
    assert reader.open == []
    assert "url(" not in html
    assert "@import" not in html
    assert len(html) < 102_000 // 4  # Gmail cuts a mail off at 102 KB


def test_the_html_escapes_what_people_wrote(group, maria, tess):
    thread = start(group, maria, "<script>alert(1)</script> & more").thread
    reply(thread, tess, "<img src=x onerror=alert(1)>")

    html = html_of(mail_to(maria))

    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html


def test_the_text_does_not_escape_it(group, maria, tess):
    thread = start(group, maria, "Tea & milk: 5 < 6").thread
    reply(thread, tess, 'I\'d say "yes" & <no>.')

    mail = mail_to(maria)

    assert mail["Subject"] == "Re: Tea & milk: 5 < 6"
    assert "“Tea & milk: 5 < 6”" in text_of(mail)
    assert 'I\'d say "yes" & <no>.' in text_of(mail)
