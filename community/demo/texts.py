"""The example community as plain values, before it is loaded into the database."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MemberText:
    """A member; `called` is how others address them."""

    username: str
    role: str
    called: str
    about: str
    joined: datetime
    hue: int


@dataclass(frozen=True, slots=True)
class GroupText:
    """A group; `condition` is the slug of its education condition, if any."""

    slug: str
    name: str
    description: str
    position: int
    audience: str
    condition: str | None


@dataclass(frozen=True, slots=True)
class ReplyText:
    """A reply; `answers` is the number of the post that it answers (the opening post is 1)."""

    author: str
    at: datetime
    text: str
    answers: int | None = None
    labels: int = 0


@dataclass(frozen=True, slots=True)
class ThreadText:
    """A thread with all its replies, oldest first."""

    key: str
    group: str
    title: str
    author: str
    topics: tuple[str, ...]
    started: datetime
    audience: str
    pinned: bool
    locked: bool
    body: str
    replies: tuple[ReplyText, ...]
    labels: int = 0
