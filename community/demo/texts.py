"""What the example community is made of, before it is in a database: plain values, read by the loader."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MemberText:
    """One example person; `called` is how others address them."""

    username: str
    role: str
    called: str
    about: str
    joined: datetime
    hue: int


@dataclass(frozen=True, slots=True)
class GroupText:
    """One group; `condition` is the slug of the education subject that it stands beside, if any."""

    slug: str
    name: str
    description: str
    position: int
    audience: str
    condition: str | None


@dataclass(frozen=True, slots=True)
class ReplyText:
    """One reply; `answers` is the number of the post it answers (the opening post is 1)."""

    author: str
    at: datetime
    text: str
    answers: int | None = None
    labels: int = 0


@dataclass(frozen=True, slots=True)
class ThreadText:
    """One discussion with all its replies, oldest first."""

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
