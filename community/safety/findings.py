"""What screening found in a text, and how a moderator reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class FindingKind(StrEnum):
    """What a finding is about. The values are stored in cases."""

    WORDS = "words"
    PATTERN = "pattern"
    FIRST_POSTS = "first_posts"
    LINKS = "links"
    FAST = "fast"


@dataclass(frozen=True)
class Finding:
    """One thing that a moderator should look at: watched words with the reason, or how a post came about.

    `number` is the number of links, or of seconds. `holds` is false where the post is published all the same."""

    phrase: str
    reason: str
    kind: str = FindingKind.WORDS.value
    number: int = 0
    holds: bool = True


def must_hold(findings: Iterable[Finding]) -> bool:
    """Return whether one of them holds the post until a moderator has read it."""
    return any(finding.holds for finding in findings)


def describe(finding: Mapping[str, Any]) -> str:
    """Return a finding of a case in a few words; cases from before there were others hold words alone."""
    number = finding.get("number", 0)
    match finding.get("kind", FindingKind.WORDS):
        case FindingKind.FIRST_POSTS:
            return _("First posts of a new member")
        case FindingKind.LINKS:
            return ngettext("%(number)d link", "%(number)d links", number) % {"number": number}
        case FindingKind.FAST:
            return ngettext("Typed in under %(number)d second", "Typed in under %(number)d seconds", number) % {
                "number": number
            }
    return str(finding["phrase"])
