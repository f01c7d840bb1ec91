"""A provider brings a reply with a photo of several megabytes to the running site."""

import json
from email.message import EmailMessage
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.db import connection

from community.forum.models import Post, Thread
from community.members.models import Member
from community.notifications.reply_addresses import reply_address
from tests.acts import reply
from tests.live_site import start_site
from tests.notifications.mail_providers import SECRET, Postmark, basic

pytestmark = pytest.mark.django_db(transaction=True)
DOMAIN = "reply.example.org"
EXTRA = {
    "ALONGSIDE_MAIL_PROVIDER": "postmark",
    "ALONGSIDE_MAIL_KEY": "a token",
    "ALONGSIDE_MAIL_WEBHOOK_SECRET": SECRET,
    "ALONGSIDE_REPLY_DOMAIN": DOMAIN,
}


def status_of(url: str, event: dict, secret: str) -> int:
    """Return how the site answers the provider."""
    headers = {"Content-Type": "application/json", "Authorization": basic(secret)["authorization"]}
    try:
        with urlopen(Request(url, json.dumps(event).encode(), headers), timeout=30) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def test_a_reply_with_a_large_photo_is_posted(thread: Thread, maria: Member, ines: Member, settings) -> None:
    settings.REPLY_DOMAIN = DOMAIN
    mail = EmailMessage()
    mail["From"], mail["To"] = maria.email, reply_address(maria.pk, reply(thread, ines).pk)
    mail["Subject"], mail["Message-ID"] = "Re: Ines replied", "<one@mail.example.org>"
    mail.set_content("This is our dog.")
    mail.add_attachment(bytes(4_000_000), maintype="image", subtype="jpeg", filename="dog.jpg")
    event = Postmark().inbound(mail, str(mail["To"]))

    with start_site(dict(connection.settings_dict), **EXTRA) as site:
        url = f"{site.url}/anymail/postmark/inbound/"
        assert status_of(url, event, "alongside:a-guess-0123456789") in (400, 413)
        assert not Post.objects.filter(author=maria, number__gt=1).exists()
        assert status_of(url, event, SECRET) == 200
        (letter,) = site.mails()

    assert Post.objects.get(author=maria, number__gt=1).plain == "This is our dog."
    assert "posted without its attachments" in letter
