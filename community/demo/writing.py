"""Read the example community, its members, groups and threads, from TOML files.

Most posts are written by hand. The three long threads are composed (talking.py) from voices.toml after their
hand-written beginning. The same files give the same text on every machine: nothing depends on the time, the network or
the database. Times are local times of the community's time zone.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from community.content_warnings import Label
from community.demo.talking import Talk
from community.demo.texts import GroupText, MemberText, ReplyText, ThreadText

__all__ = ["GroupText", "MemberText", "ReplyText", "ThreadText", "groups", "members", "threads"]


def members(folder: Path) -> list[MemberText]:
    """Read the members of members.toml, in the file's order."""
    return [
        MemberText(
            username=row["username"],
            role=row.get("role", "member"),
            called=row["called"],
            about=row["about"],
            joined=datetime.combine(row["joined"], time(10)),
            hue=row["hue"],
        )
        for row in _read(folder / "members.toml")["members"]
    ]


def groups(folder: Path) -> list[GroupText]:
    """Read the groups of groups.toml, in the file's order."""
    return [GroupText(**{"condition": None, **row}) for row in _read(folder / "groups.toml")["groups"]]


def threads(folder: Path) -> list[ThreadText]:
    """Read the threads of threads/*.toml with all replies, in the order in which they were started."""
    people = {member.username: member for member in members(folder)}
    voices = _read(folder / "voices.toml")
    rows = [row for path in sorted((folder / "threads").glob("*.toml")) for row in _read(path)["threads"]]
    return sorted((_thread(row, people, voices) for row in rows), key=lambda thread: (thread.started, thread.key))


def _thread(row: dict[str, Any], people: Mapping[str, MemberText], voices: dict[str, Any]) -> ThreadText:
    replies, at = [], row["started"]
    for reply in row.get("replies", []):
        at += timedelta(minutes=round(reply["after"] * 60))
        replies.append(ReplyText(reply["author"], at, _paragraphs(reply["text"]), reply.get("answers"), _labels(reply)))
    if row.get("long"):
        replies = Talk(row, replies, people, voices["common"], voices["threads"][row["key"]]).complete()
    return ThreadText(
        key=row["key"],
        group=row["group"],
        title=row["title"],
        author=row["author"],
        topics=tuple(row["topics"]),
        started=row["started"],
        audience=row.get("audience", "public"),
        pinned=row.get("pinned", False),
        locked=row.get("locked", False),
        body=_paragraphs(row["body"]),
        replies=tuple(replies),
        labels=_labels(row),
    )


def _labels(row: dict[str, Any]) -> int:
    """Return the labels by their names in content_warnings.py, in lower case."""
    return sum(int(Label[name.upper()]) for name in row.get("labels", []))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _paragraphs(text: str) -> str:
    """Unwrap the lines of a text in a file; only blank lines separate paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))
