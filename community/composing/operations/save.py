"""Save what a member is writing."""

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.composing.models import Draft, DraftContent
from community.core.exceptions import Conflict

if TYPE_CHECKING:
    from community.members.models import Member

MOST_DRAFTS = 50  # drafts of one member; beyond them the oldest go, and the page of drafts says so
FIRST = 2**30  # a draft's first version is a number up to this one


class Stale(Conflict):
    """Another window saved something else for this draft_key meanwhile: `newer` is the draft as it stands."""

    def __init__(self, newer: Draft) -> None:
        super().__init__(_("You wrote something else here in another window."))
        self.newer = newer


def save_draft(member: "Member", draft_key: str, *, body: str, rich: bool, title: str = "", version: int = 0) -> Draft:
    """Store a member's unsent text; `version` is the one that their window began with, 0 for none.

    Raises Stale, and changes nothing, when the draft has another version and says something else. The first version is
    drawn by lot, so that a window which knew an earlier draft of this draft_key never takes this one for it."""
    content: DraftContent = {"title": title, "body": body, "rich": rich}
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(member=member, draft_key=draft_key).first()
        if draft is None:
            first = {**content, "version": 1 + secrets.randbelow(FIRST), "saved_at": timezone.now()}
            draft, created = Draft.objects.get_or_create(member=member, draft_key=draft_key, defaults=first)
            if created:
                _let_the_oldest_go(member)
                return draft
        if draft.says(**content):
            return draft
        if draft.version != version:
            raise Stale(draft)
        draft.rewrite(**content)
    return draft


def _let_the_oldest_go(member: "Member") -> None:
    newest_first = Draft.objects.filter(member=member).order_by("-saved_at", "-pk").values_list("pk", flat=True)
    Draft.objects.filter(pk__in=list(newest_first[MOST_DRAFTS : MOST_DRAFTS + 10])).delete()
