"""What all acts share: the decision, its entry in the log, and the notifications."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.core.text.graphemes import shorten
from community.forum.models import Post, Thread
from community.members.models import Member
from community.moderation.models import MATTERS, Act, AuditEntry, Guideline
from community.notifications import operations as notifications
from community.notifications.models import Kind
from community.safety import operations as safety
from community.safety.models import Case, WatchedPhrase

Sentence = str | Promise


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The moderator, the reason, and the case or the earlier act that the decision settles, if any.

    `case` is the row that the moderator saw: when it has changed since, the act raises safety.Stale."""

    by: Member
    reason: str
    guideline: str = ""
    case: Case | None = None
    undoes: AuditEntry | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a decision needs a reason")

    @property
    def readable_reason(self) -> Sentence:
        """The reason for the member concerned; the text of a guideline is translated for them."""
        label = Guideline(self.guideline).label if self.guideline else ""
        return label if label == self.reason else self.reason


def add_audit_entry(
    decision: Decision,
    act: Act,
    row: Post | Thread | Case | Member | WatchedPhrase,
    before: dict[str, Any],
    *,
    reopened: Case | None = None,
) -> AuditEntry:
    """Add an entry to the log. Call it in the act's transaction. `reopened` is the case as it was before it."""
    source, context, subject = _logged(row)
    if reopened:
        before = before | {"case": reopened.state}
    return AuditEntry.objects.create(
        actor=decision.by,
        act=act,
        matter=MATTERS[act],
        source=source,
        context=context,
        subject=subject,
        reason=decision.reason,
        guideline=decision.guideline,
        before=before,
        case=decision.case or reopened,
        undoes=decision.undoes,
    )


def close_case(decision: Decision, state: str, *outcome: Sentence) -> None:
    """Close the decision's case, if it has one, and notify those who reported it of the outcome."""
    if decision.case is None:
        return
    case = safety.close_case(decision.case, by=decision.by, state=state)
    outcome = outcome or (_("Thank you for your report. A moderator looked at the post and took action."),)
    for report in case.reports.exclude(member=None).exclude(member=decision.by).select_related("member"):
        if report.member and report.member_id != case.author_id:
            notify(report.member, case, *outcome)


def notify_author(decision: Decision, row: Post | Thread | Case, outcome: Sentence) -> None:
    """Notify the author of the decision and its reason, unless they decided it themselves."""
    if row.author and row.author != decision.by:
        guideline = Guideline(decision.guideline).label if decision.guideline else ""
        notify(row.author, row, outcome, decision.readable_reason, guideline if guideline != decision.reason else "")


def notify(member: Member, row: Post | Thread | Case, *sentences: Sentence) -> None:
    """Notify a member in their language, or the community's, rather than the moderator's."""
    source, context = _keys_of(row)
    with override(member.language or settings.LANGUAGE_CODE):
        text = shorten(" ".join(filter(None, map(str, sentences))), 500)
    notifications.notify(member, Kind.MODERATED, context=context, source=source, text=text)


def _logged(row: Post | Thread | Case | Member | WatchedPhrase) -> tuple[str, str, Member | None]:
    """Return the keys of what an act is about and of what contains it, and the member whom it concerns."""
    if isinstance(row, Member):
        return f"member:{row.pk}", "", row
    if isinstance(row, WatchedPhrase):
        return row.key, "", None
    return *_keys_of(row), row.author


def _keys_of(row: Post | Thread | Case) -> tuple[str, str]:
    if isinstance(row, Case):
        return row.source, row.context
    return row.key, row.thread.key if isinstance(row, Post) else row.key
