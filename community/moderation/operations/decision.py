"""What all acts share: the decision, its entry in the log, and the notifications."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.core.text.graphemes import shorten
from community.forum.models import Post, Thread
from community.members.models import Member, Sanction
from community.moderation.models import MATTERS, Act, AuditEntry, Guideline, MemberNote
from community.notifications import operations as notifications
from community.notifications.models import Kind
from community.safety import operations as safety
from community.safety.models import Case, WatchedPhrase

Sentence = str | Promise
AboutMember = Sanction | MemberNote


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
    row: Post | Thread | Case | Member | AboutMember | WatchedPhrase,
    before: dict[str, Any],
    *,
    reopened: Case | None = None,
    subject: Member | None = None,
) -> AuditEntry:
    """Add an entry to the log. Call it in the act's transaction. `reopened` is the case as it was before it.

    The `subject` is whom the act is about, where that is not the row's author."""
    source, context = _keys_of(row)
    if reopened:
        before = before | {"case": reopened.state}
    return AuditEntry.objects.create(
        actor=decision.by,
        act=act,
        matter=MATTERS[act],
        source=source,
        context=context,
        subject=subject or _subject_of(row),
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


def notify_author(
    decision: Decision, row: Post | Thread | Case | Sanction, outcome: Sentence, entry: AuditEntry | None = None
) -> None:
    """Notify the author, or the member concerned, of the decision and its reason, unless they decided it themselves.

    With the `entry` of a decision that can be appealed, the notification leads to the decision's own page."""
    notify_concerned(decision, _subject_of(row), row, outcome, entry)


def notify_concerned(
    decision: Decision,
    member: Member | None,
    row: Post | Thread | Case | Sanction,
    outcome: Sentence,
    entry: AuditEntry | None = None,
) -> None:
    """Notify a member whom the decision concerns, as notify_author() does."""
    if member and member != decision.by:
        guideline = Guideline(decision.guideline).label if decision.guideline else ""
        more = guideline if guideline != decision.reason else ""
        notify(member, row, outcome, decision.readable_reason, more, entry=entry)


def notify(
    member: Member,
    row: Post | Thread | Case | Sanction,
    *sentences: Sentence,
    entry: AuditEntry | None = None,
) -> None:
    """Notify a member in their language, or the community's, rather than the moderator's."""
    source, context = _keys_of(row)
    if entry and (entry.can_be_appealed or not context):
        source, context = entry.key, context or entry.key
    with override(member.language or settings.LANGUAGE_CODE):
        text = shorten(" ".join(filter(None, map(str, sentences))), 500)
    notifications.notify(member, Kind.MODERATED, context=context, source=source, text=text)


def _keys_of(row: Post | Thread | Case | Member | AboutMember | WatchedPhrase) -> tuple[str, str]:
    match row:
        case Case():
            return row.source, row.context
        case Member():
            return f"member:{row.pk}", ""
        case Post():
            return row.key, row.thread.key
        case Thread():
            return row.key, row.key
        case _:
            return row.key, ""


def _subject_of(row: Post | Thread | Case | Member | AboutMember | WatchedPhrase) -> Member | None:
    """Return who is concerned: the author, or the member that a limit or a note is about."""
    if isinstance(row, Member):
        return row
    if isinstance(row, WatchedPhrase):
        return None
    return row.member if isinstance(row, Sanction | MemberNote) else row.author
