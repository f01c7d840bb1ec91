"""Store reports, and letters to the team."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from community.safety.models import Case, Letter, Reason, Report
from community.safety.operations.cases import open_case, raise_urgency

if TYPE_CHECKING:
    from community.members.models import Member

PAGE_LENGTH = 200  # characters, of Letter.page


def report(
    source: str,
    *,
    context: str,
    member: "Member | None",
    reason: str,
    note: str,
    text: str,
    author: "Member | None",
    token: UUID | None = None,
) -> Report:
    """Report `source` to the moderators; `member` is None for a guest.

    A member's second report of the same text returns the first one, see earlier_report(); a guest's does when its token
    is the same."""
    token = token or uuid4()
    with transaction.atomic():
        earlier = earlier_report(member, source, text) if member else Report.objects.filter(token=token).first()
        if earlier:
            return earlier
        case = open_case(source, context=context, kind=Case.Kind.REPORT, text=text, author=author)
        raise_urgency(case, reason)
        values = {"reason": reason, "note": note, "text": "" if text == case.text else text}
        if member is None:  # the same token may arrive twice concurrently
            return Report.objects.get_or_create(token=token, defaults=values | {"case": case})[0]
        return case.reports.get_or_create(member=member, defaults=values)[0]


def earlier_report(member: "Member", source: str, text: str) -> Report | None:
    """Return the member's report of `source` if its case is open, or was decided about this text."""
    same_text = Q(text=text) | Q(text="", case__text=text)
    is_current = Q(case__state=Case.State.OPEN) | same_text
    return member.reports.filter(is_current, case__source=source).order_by("-pk").first()


def add_to_report(earlier: Report, *, reason: str, note: str, page: str, token: UUID) -> Letter:
    """Send the team what a member adds to their `earlier` report, as a message from the `page` of its target.

    A report is stored once, and its case may be closed; a message opens a case of its own. A reason that is more urgent
    raises the report's case too, while that is open."""
    with transaction.atomic():
        if earlier.case.is_open:
            raise_urgency(earlier.case, reason)
        text = "\n\n".join(filter(None, [str(Reason(reason).label), note]))
        return write_letter(text=text, page=page[:PAGE_LENGTH], member=earlier.member, token=token)


def write_letter(
    *, text: str, email: str = "", page: str = "", member: "Member | None" = None, token: UUID | None = None
) -> Letter:
    """Store a message to the team and open a case about it. `page` is the path of the page that it was sent from.

    A repeated token returns the first message."""
    values = {"text": text, "email": email, "page": page}
    with transaction.atomic():
        letter, is_new = Letter.objects.get_or_create(token=token or uuid4(), defaults=values)
        if not is_new:
            return letter
        open_case(letter.key, context=letter.key, kind=Case.Kind.LETTER, text=text, author=member)
    return letter
