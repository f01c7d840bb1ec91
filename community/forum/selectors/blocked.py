"""Load the members whom a member has blocked."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from community.members.models import Block, Member
from community.members.policies import can_block


@dataclass(frozen=True)
class BlockedRow:
    """A member who is blocked, or was until now."""

    person: Member
    is_blocked: bool


def blocked_rows(member: Member, *, unblocked: int = 0) -> list[BlockedRow]:
    """Load whom the member blocks, by name, in one query.

    `unblocked` is the key of whoever was unblocked just now: they keep their place, to be blocked again."""
    block = Block.objects.filter(blocker=member, blocked=OuterRef("pk"))
    people = Member.objects.annotate(is_blocked=Exists(block))
    shown = people.filter(Q(is_blocked=True) | Q(pk=unblocked, is_active=True))
    rows = [BlockedRow(person, vars(person)["is_blocked"]) for person in shown.order_by(Lower("username"), "pk")]
    return [row for row in rows if row.is_blocked or can_block(member, row.person)]
