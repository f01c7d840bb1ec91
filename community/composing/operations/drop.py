"""Delete drafts."""

from typing import TYPE_CHECKING

from django.db.models import Q

from community.composing.models import Draft, Image
from community.composing.operations.take_away import delete_pending

if TYPE_CHECKING:
    from community.members.models import Member


def drop_draft(member: "Member", draft_key: str, *, version: int, body: str | None = None) -> bool:
    """Delete a member's draft if it has this `version` or this `body`; return whether it did.

    A draft that another window saved meanwhile stays: it has not been posted."""
    same = Q(version=version) | Q(body=body) if body is not None else Q(version=version)
    return bool(Draft.objects.filter(same, member=member, draft_key=draft_key).delete()[0])


def throw_away(member: "Member", draft_key: str, *, version: int) -> bool:
    """Delete a member's draft of this `version` with its pending pictures; return whether it did."""
    dropped = drop_draft(member, draft_key, version=version)
    if dropped:
        delete_pending(Image.objects.visible_to(member).unsent(draft_key).values_list("pk", flat=True))
    return dropped
