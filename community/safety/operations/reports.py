"""Store reports, and letters to the team."""

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.safety.models import REASON_BITS, Case, Letter, Reason, Report, urgency_of
from community.safety.operations.cases import Stale, announce_change, close_unreported, open_case, raise_urgency

if TYPE_CHECKING:
    from community.members.models import Member

PAGE_LENGTH = 200  # characters, of Letter.page
SAME_WORDS = timedelta(hours=1)  # whoever goes back to a form sends it with a new token


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
    browser: str = "",
) -> Report:
    """Report `source` to the moderators; `member` is None for a guest, whose `browser` a secret of its own tells apart.

    A member's second report of the same text returns the first one, see earlier_report(). A guest's does when its token
    is the same, or the words are those that the same browser sent lately."""
    token = token or uuid4()
    words = fingerprint(browser and f"browser {browser}", source, text, reason, note)
    repeated = Q(token=token) | Q(fingerprint=words, at__gt=timezone.now() - SAME_WORDS) & ~Q(fingerprint="")
    with transaction.atomic():
        earlier = earlier_report(member, source, text) if member else Report.objects.filter(repeated).first()
        if earlier:
            return earlier
        case = open_case(source, context=context, kind=Case.Kind.REPORT, text=text, author=author)
        raise_urgency(case, reason)
        values = {"reason": reason, "note": note, "text": "" if text == case.text else text}
        if member is None:  # the same token may arrive twice concurrently
            defaults = values | {"case": case, "fingerprint": words}
            return Report.objects.get_or_create(token=token, defaults=defaults)[0]
        return case.reports.get_or_create(member=member, defaults=values)[0]


def earlier_report(member: "Member", source: str, text: str) -> Report | None:
    """Return the member's report of `source` if its case is open, or was decided about this text."""
    same_text = Q(text=text) | Q(text="", case__text=text)
    is_current = Q(case__state=Case.State.OPEN) | same_text
    return member.reports.filter(is_current, case__source=source).order_by("-pk").first()


def withdraw_report(earlier: Report) -> None:
    """Delete a member's report while its case is open; a case that nobody else reported is closed, without a decision.

    Raises Stale when the case has been decided. Its author never learns of either."""
    with transaction.atomic():
        case = Case.objects.select_for_update(no_key=True).get(pk=earlier.case_id)
        if not case.is_open:
            raise Stale
        Report.objects.filter(pk=earlier.pk).delete()
        reasons = {*case.reports.values_list("reason", flat=True), *(each["reason"] for each in case.findings)}
        case.urgency = max(map(urgency_of, reasons), default=0)
        case.reason_bits = sum(REASON_BITS[Reason(reason)] for reason in reasons)
        case.version, case.changed_at = case.version + 1, timezone.now()
        case.save(update_fields=["urgency", "reason_bits", "version", "changed_at"])
        if not reasons:
            close_unreported(case)
        announce_change()


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
    *,
    text: str,
    email: str = "",
    page: str = "",
    member: "Member | None" = None,
    token: UUID | None = None,
    browser: str = "",
) -> Letter:
    """Store a message to the team and open a case about it. `page` is the path of the page that it was sent from.

    A repeated token returns the first message, and so do the same words of the same member within an hour, or of the
    same guest, whose `browser` a secret of its own tells apart."""
    words = fingerprint(f"member {member.pk}" if member else browser and f"browser {browser}", text, email, page)
    values = {"text": text, "email": email, "page": page, "fingerprint": words}
    with transaction.atomic():
        lately = Letter.objects.filter(fingerprint=words, created_at__gt=timezone.now() - SAME_WORDS)
        if words and (earlier := lately.last()):
            return earlier
        letter, is_new = Letter.objects.get_or_create(token=token or uuid4(), defaults=values)
        if not is_new:
            return letter
        open_case(letter.key, context=letter.key, kind=Case.Kind.LETTER, text=text, author=member)
    return letter


def fingerprint(sender: str, *words: str) -> str:
    """Return 32 hex digits that two submissions of the same words by the same sender share; "" without a sender."""
    sent = json.dumps([sender, *words])
    return hashlib.blake2b(sent.encode(), digest_size=16).hexdigest() if sender else ""
