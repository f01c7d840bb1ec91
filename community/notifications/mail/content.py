"""What the forum answers about a post or a discussion that goes into mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community.members.models import Member


@dataclass(frozen=True)
class PostForMail:
    """A post that the recipient may see: `html` is sanitised, `pictures` their descriptions, `labels` a bit mask."""

    title: str
    url: str
    number: int
    group: str
    author: "Member | None"
    html: str
    published_at: datetime | None
    pictures: Sequence[str]
    labels: int


@dataclass(frozen=True)
class OpenQuestion:
    """A discussion that nobody has replied to yet; `key` is such as "thread:45"."""

    key: str
    title: str
    url: str
    started_at: datetime
