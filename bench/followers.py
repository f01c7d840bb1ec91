"""Create a discussion that thousands follow and one that few follow, for bench/live.py, and sessions of followers."""

from typing import Any
from uuid import uuid4

from django.test import Client

from bench.viewers import PASSWORD, sign_in
from bench.watchers import session_of
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Follow, Group, Thread
from community.members.models import Member

FEW, MANY, CONNECTED = 5, 5_000, 1_000
BACKEND = "community.members.sessions.MemberBackend"


def main() -> dict[str, Any]:
    """Return the keys of both threads, the author's session, and the sessions of followers of the large one."""
    author = Member.objects.create_user("replier", "replier@example.org", PASSWORD)
    names = [f"follower-{number}" for number in range(MANY)]
    Member.objects.bulk_create([Member(username=name, email=f"{name}@example.org") for name in names], batch_size=500)
    followers = list(Member.objects.filter(username__startswith="follower-").order_by("pk"))
    few, many = _thread(author, followers[:FEW]), _thread(author, followers)
    cookies = [_session(member) for member in followers[-CONNECTED:]]  # those who are notified last
    return {"few": few.pk, "many": many.pk, "author": session_of(sign_in(author)), "cookies": cookies}


def _session(member: Member) -> str:
    client = Client()
    client.force_login(member, backend=BACKEND)
    return session_of(client)


def _thread(author: Member, followers: list[Member]) -> Thread:
    """Start a thread that these members follow and have not read."""
    title, text = f"{len(followers)} followers", richtext.from_plain("How are you?")
    group = Group.objects.filter(audience="public")[0]
    thread = forum.start_thread(group, author=author, title=title, text=text, token=uuid4()).thread
    Follow.objects.bulk_create([Follow(thread=thread, member=member) for member in followers], batch_size=500)
    return thread
