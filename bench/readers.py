"""Who reads which page: addresses, the cookie of a member who signed in, and how many statements each page takes."""

import re
from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.education.models import Page
from community.forum.models import Group, Thread
from community.members.models import Member

PASSWORD = "a long calm evening"  # noqa: S105  (of a community that is gone when the measuring ends)
BETWEEN = re.compile(r"^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
OVER = "x" * 32  # the key of a session that is over
REPLIES = 1972  # of the discussion that every peer was measured with


def main() -> dict[str, Any]:
    """The pages by name, each with its address and with the statements of each reader, and the readers' cookies."""
    client = sign_in(Member.objects.create_user("reader", "reader@example.org", PASSWORD))
    found = {name: {"path": path} | statements(path, client) for name, path in pages().items()}
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    sessions = {"guest": OVER, "member": session}
    return {"pages": found, "cookies": {who: f"{settings.SESSION_COOKIE_NAME}={key}" for who, key in sessions.items()}}


def pages() -> dict[str, str]:
    """The addresses of what is measured, as far as there is such a page in this community."""
    public = Thread.objects.public()
    found = {"front page": "/"}
    longest = public.order_by("-reply_count")[0]
    group = Group.objects.get(pk=longest.group_id)
    found["thread list"] = group.get_absolute_url()
    if peers := public.filter(reply_count__lte=REPLIES).order_by("-reply_count").first():
        found |= pages_of("discussion", peers)
    if longest.reply_count > REPLIES:
        found |= pages_of("longest", longest)
    if article := Page.objects.published().select_related("condition").first():
        found["education page"] = article.get_absolute_url()
    return found


def pages_of(name: str, thread: Thread) -> dict[str, str]:
    """The first page, the one in the middle, the last one that is full, and the last."""
    here, last = thread.get_absolute_url(), thread.page_count
    full = thread.last_number // settings.POSTS_PER_PAGE
    places = {"first": 1, "middle": max(last // 2, 1), "last full": max(full, 1), "last": last}
    return {f"{name}, {place}": f"{here}?page={page}" if page > 1 else here for place, page in places.items()}


def sign_in(member: Member) -> Client:
    """A browser in which she has signed in with her password."""
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    client = Client()
    sent = {"login": member.username, "password": PASSWORD}
    answer = client.post(reverse("account_login"), sent, headers={"host": "127.0.0.1"})
    assert answer.status_code == 302, answer.status_code
    return client


def statements(path: str, client: Client) -> Mapping[str, Any]:
    """How many statements the page takes, without those around a transaction, once its reader has been there before:
    for a guest, for one whose session is over and who gets no kept page, and for a member."""
    over = Client()
    over.cookies[settings.SESSION_COOKIE_NAME] = OVER
    return {"guest": _counted(path, over), "guest, kept": _counted(path, Client()), "member": _counted(path, client)}


def _counted(path: str, client: Client) -> int:
    client.get(path, headers={"host": "127.0.0.1"})
    with CaptureQueriesContext(connection) as captured:
        client.get(path, headers={"host": "127.0.0.1"})
    return sum(not BETWEEN.match(query["sql"]) for query in captured.captured_queries)
