"""Links outside of a request lead to the site's own address, whichever host the settings allow first."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core import mail as outbox
from django.urls import reverse

from community.forum import mail_back
from community.forum.models import Thread
from community.members.models import Member
from community.notifications.models import Channel, Kind
from tests.acts import reply
from tests.notifications.mails import html_of, mail_to, sent_by, text_of, wants
from tests.notifications.test_digest import due

SITE = "https://community.example.org:8443"
LINK = re.compile(r"https?://[^\s\"<>]+")


@pytest.fixture(autouse=True)
def site(settings) -> None:
    """A site behind a port, which also answers to another name."""
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["other.example.net", *settings.ALLOWED_HOSTS]


def links_of(mail: EmailMessage) -> set[str]:
    """Every link of a mail, those in its headers too."""
    headers = " ".join(str(value) for name, value in mail.items() if name.startswith("List-"))
    return set(LINK.findall(f"{text_of(mail)} {html_of(mail)} {headers}"))


def assert_all_lead_here(links: set[str]) -> None:
    assert links
    for link in links:
        parts = urlsplit(link)
        assert f"{parts.scheme}://{parts.netloc}" == SITE, link
        assert parts.path.startswith("/") and not parts.path.startswith("//"), link


def test_every_link_of_a_mail_leads_to_the_site(thread: Thread, maria: Member, ines: Member, client) -> None:
    wants(maria, *Kind)
    reply(thread, ines, '<p>See <a href="/learn/">what to read</a></p>')

    links = links_of(mail_to(maria))

    assert_all_lead_here(links)
    assert f"{SITE}/learn/" in links
    assert SITE + reverse("preferences") in links
    (unsubscribe,) = {link for link in links if "/unsubscribe/" in link}
    page = client.get(unsubscribe.removeprefix(SITE)).text
    assert f'href="{reverse("preferences")}"' in page, "a page behind a mail stays on the host that it came by"


@pytest.mark.parametrize("discreet", [False, True])
def test_every_link_of_a_digest_leads_to_the_site(thread, maria, ines, discreet) -> None:
    wants(maria, *Kind, channel=Channel.DAILY, is_discreet=discreet)
    reply(thread, ines)

    mail = sent_by(due(maria))

    assert mail
    assert_all_lead_here(links_of(mail))


def test_every_link_of_what_we_write_about_a_mailed_reply_leads_to_the_site(thread, maria, ines) -> None:
    post = reply(thread, ines)
    mail_back.not_posted(maria, "Words", "It was too long.", thread)
    mail_back.held(maria, post)
    mail_back.without_attachments(maria, post)

    assert len(outbox.outbox) == 3
    for letter in outbox.outbox:
        assert_all_lead_here(set(LINK.findall(letter.body)))


def test_nothing_outside_of_a_request_takes_the_first_allowed_host() -> None:
    """What remains: the page for a wrong host, and the request that loads everything before forking."""
    folder = django_settings.BASE_DIR
    found = {
        str(file.relative_to(folder))
        for root in ("community", "config")
        for file in (folder / root).rglob("*.py")
        if "ALLOWED_HOSTS" in file.read_text()
    }

    assert found == {"community/core/views.py", "config/pages.py", "config/settings.py"}
