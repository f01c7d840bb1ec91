"""Take a moderator's actions through the pages."""

import re
from typing import Any

from django.test import Client

from community.forum.models import Post
from community.members.models import Member
from community.safety import operations as safety
from community.safety.models import Case, Report

WHY = "It names a clinic and a doctor."


def reported(post: Post, by: Member | None = None, reason: str = "unkind", note: str = "") -> Report:
    """Report a post."""
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
    """Return the open case about a post."""
    return Case.objects.get(open_key=post.key)


def version_on(client: Client, url: str) -> str:
    """Return the version in the form on a page."""
    found = re.search(r'name="version" value="([^"]*)"', client.get(url).text)
    return found[1] if found else ""


def decide(client: Client, url: str, act: str, **more: Any) -> Any:
    """Open the page, and press one of its buttons with a reason."""
    fields = {"act": act, "version": version_on(client, url), "reason": WHY} | more
    return client.post(url, fields)


def decide_thread(client: Client, url: str, act: str, **more: Any) -> Any:
    """Do the same on a discussion's page, where each action has a form of its own."""
    fields = {f"{act}-{name}": value for name, value in ({"reason": WHY} | more).items()}
    return client.post(url, {"act": act, "version": version_on(client, url)} | fields)
