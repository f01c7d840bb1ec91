"""Let go of what a member was writing."""

from typing import TYPE_CHECKING

from django.db.models import Q

from community.composing.models import Draft, Image
from community.composing.operations.take_away import forget

if TYPE_CHECKING:
    from community.members.models import Member


def drop_draft(member: "Member", draft_key: str, *, version: int, body: str | None = None) -> bool:
    """Delete a member's draft when it has this `version` or this `body`; whether it did.

    What another window saved meanwhile stays: nobody has sent it yet."""
    same = Q(version=version) | Q(body=body) if body is not None else Q(version=version)
    return bool(Draft.objects.filter(same, member=member, draft_key=draft_key).delete()[0])


def throw_away(member: "Member", draft_key: str, *, version: int) -> bool:
    """Delete a member's draft of this `version` with its pending pictures; whether it did."""
    dropped = drop_draft(member, draft_key, version=version)
    if dropped:
        forget(Image.objects.visible_to(member).unsent(draft_key).values_list("pk", flat=True))
    return dropped
