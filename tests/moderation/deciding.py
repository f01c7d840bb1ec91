"""What a moderator does in these tests, the way her browser does it."""

import re
from typing import Any

from django.test import Client

from community.forum.models import Post
from community.members.models import Member
from community.safety import operations as safety
from community.safety.models import Case, Report

WHY = "It names a clinic and a doctor."


def reported(post: Post, by: Member | None = None, reason: str = "unkind", note: str = "") -> Report:
    """Somebody reports a post."""
    return safety.report(
        post.key,
        context=post.thread.key,
        member=by,
        reason=reason,
        note=note,
        text=post.plain,
        author=post.author,
    )


def case_about(post: Post) -> Case:
    """The case that is open about a post."""
    return Case.objects.get(open_key=post.key)


def version_on(client: Client, url: str) -> str:
    """What the form on a page says about how new it is."""
    found = re.search(r'name="version" value="([^"]*)"', client.get(url).content.decode())
    return found[1] if found else ""


def decide(client: Client, url: str, act: str, **more: Any) -> Any:
    """Open the page, and press one of its buttons with a reason."""
    fields = {"act": act, "version": version_on(client, url), "reason": WHY} | more
    return client.post(url, fields)


def decide_thread(client: Client, url: str, act: str, **more: Any) -> Any:
    """The same on a discussion's page, where each act has a form of its own."""
    fields = {f"{act}-{name}": value for name, value in ({"reason": WHY} | more).items()}
    return client.post(url, {"act": act, "version": version_on(client, url)} | fields)
