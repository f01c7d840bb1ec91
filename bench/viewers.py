"""List the pages to measure with their paths, number of queries, and the cookies of their viewers."""

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

PASSWORD = "a long calm evening"  # noqa: S105  (of a temporary community)
TRANSACTION = re.compile(r"^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
EXPIRED = "x" * 32  # the key of an expired session
REPLIES = 1972  # of the thread that peers were measured with


def main() -> dict[str, Any]:
    """Return the pages by name, each with its path and number of queries per kind of viewer, and the cookies."""
    client = sign_in(Member.objects.create_user("reader", "reader@example.org", PASSWORD))
    measured = {name: {"path": path} | statements(path, client) for name, path in pages().items()}
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    sessions = {"guest": EXPIRED, "member": session}
    return {
        "pages": measured,
        "cookies": {who: f"{settings.SESSION_COOKIE_NAME}={key}" for who, key in sessions.items()},
    }


def pages() -> dict[str, str]:
    """Return the paths to measure, of those pages that this community has."""
    public = Thread.objects.public()
    paths = {"front page": "/"}
    longest = public.order_by("-reply_count")[0]
    group = Group.objects.get(pk=longest.group_id)
    paths["thread list"] = group.get_absolute_url()
    if peers := public.filter(reply_count__lte=REPLIES).order_by("-reply_count").first():
        paths |= pages_of("discussion", peers)
    if longest.reply_count > REPLIES:
        paths |= pages_of("longest", longest)
    # Words in 20%, 5% and 0.1% of the posts that peers were measured with.
    for share, word in (("20%", "medication"), ("5%", "fatigue"), ("0.1%", "colchicine")):
        paths[f"search, {share}"] = f"{reverse('search')}?q={word}"
    # And in 14%, 5% and 0.5% of those that are generated, of any number.
    for share, word in (("14%", "asking"), ("5%", "hands"), ("0.5%", "parcel")):
        paths[f"search, generated, {share}"] = f"{reverse('search')}?q={word}"
    if article := Page.objects.published().select_related("condition").first():
        paths["education page"] = article.get_absolute_url()
    return paths


def pages_of(name: str, thread: Thread) -> dict[str, str]:
    """Return the paths of the first, middle, last full and last page of a thread."""
    url, last = thread.get_absolute_url(), thread.page_count
    full = thread.last_number // settings.POSTS_PER_PAGE
    numbers = {"first": 1, "middle": max(last // 2, 1), "last full": max(full, 1), "last": last}
    return {f"{name}, {which}": f"{url}?page={page}" if page > 1 else url for which, page in numbers.items()}


def sign_in(member: Member) -> Client:
    """Sign a member in with the password, and return the client."""
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    client = Client()
    sent = {"login": member.username, "password": PASSWORD}
    answer = client.post(reverse("account_login"), sent, headers={"host": "127.0.0.1"})
    assert answer.status_code == 302, answer.status_code
    return client


def statements(path: str, client: Client) -> Mapping[str, Any]:
    """Count the queries of a repeated request, without those of transaction control, per kind of viewer.

    A guest with an expired session gets no page from the cache."""
    uncached = Client()
    uncached.cookies[settings.SESSION_COOKIE_NAME] = EXPIRED
    return {"guest": _count(path, uncached), "guest, cached": _count(path, Client()), "member": _count(path, client)}


def _count(path: str, client: Client) -> int:
    client.get(path, headers={"host": "127.0.0.1"})
    with CaptureQueriesContext(connection) as captured:
        client.get(path, headers={"host": "127.0.0.1"})
    return sum(not TRANSACTION.match(query["sql"]) for query in captured.captured_queries)
