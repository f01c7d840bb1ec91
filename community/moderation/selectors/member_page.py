"""Load what moderators see about a member: limits, reminders, notes, posts and cases. No medical details are here."""

from collections.abc import Sequence
from dataclasses import dataclass

from community.forum.models import Post
from community.members.models import Member, Sanction
from community.moderation.models import Act, AuditEntry, MemberNote
from community.moderation.selectors.titles import TitledRow, with_titles
from community.safety.models import Case

SHOWN = 20
LATEST = 10


@dataclass(frozen=True)
class NotedRow:
    """A note with the log entry by which it can be removed."""

    note: MemberNote
    entry: int | None


@dataclass(frozen=True)
class MemberFacts:
    """Everything on the page besides the decisions in the log; each list is the newest first."""

    sanctions: Sequence[Sanction]
    notes: Sequence[NotedRow]
    posts: Sequence[Post]
    cases: Sequence[TitledRow[Case]]

    @property
    def in_force(self) -> list[Sanction]:
        """The limits that apply now."""
        return [sanction for sanction in self.sanctions if sanction.is_in_force]

    @property
    def over(self) -> list[Sanction]:
        """The limits that have ended, or were ended early."""
        return [sanction for sanction in self.sanctions if not (sanction.is_warning or sanction.is_in_force)]

    @property
    def reminders(self) -> list[Sanction]:
        """The reminders of the guidelines, those that were removed too."""
        return [sanction for sanction in self.sanctions if sanction.is_warning]


def member_facts(viewer: Member, member: Member) -> MemberFacts:
    """Load the member's page for a moderator, in a fixed number of queries."""
    sanctions = Sanction.objects.visible_to(viewer).filter(member=member).select_related("by", "ended_by")
    posts = member.posts.select_related("thread").order_by("-created_at", "-pk")
    cases = Case.objects.visible_to(viewer).for_display().filter(author=member).order_by("-opened_at", "-pk")
    return MemberFacts(
        sanctions=list(sanctions[:SHOWN]),
        notes=_notes(viewer, member),
        posts=list(posts[:LATEST]),
        cases=with_titles(cases[:LATEST]),
    )


def _notes(viewer: Member, member: Member) -> list[NotedRow]:
    """Load the notes that were not removed, each with the latest entry about it."""
    notes = list(MemberNote.objects.filter(member=member, removed_at=None).select_related("by")[:SHOWN])
    about = AuditEntry.objects.visible_to(viewer).filter(act=Act.ADD_NOTE, source__in=[note.key for note in notes])
    entries = dict(about.order_by("pk").values_list("source", "pk"))
    return [NotedRow(note, entries.get(note.key)) for note in notes]
