"""Create sessions for the sockets of bench/live.py."""

from typing import Any

from django.conf import settings
from django.test import Client

from bench.viewers import PASSWORD, sign_in
from community.forum.models import Thread
from community.members.models import Member

MEMBERS = 200


def main() -> dict[str, Any]:
    """Return the session cookies of some members and of an author, and the key of a thread."""
    author = sign_in(Member.objects.create_user("writer", "writer@example.org", PASSWORD))
    cookies = []
    for member in Member.objects.exclude(username="writer").order_by("pk")[:MEMBERS]:
        client = Client()
        client.force_login(member)
        cookies.append(session_of(client))
    thread = Thread.objects.public().filter(reply_count__lt=50).latest("last_activity_at")
    return {"cookies": cookies, "author": session_of(author), "thread": thread.pk}


def session_of(client: Client) -> str:
    """Return the header with the session cookie of a browser."""
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
