"""Save drafts."""

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.composing.models import Draft, DraftContent
from community.core.exceptions import Conflict

if TYPE_CHECKING:
    from community.members.models import Member

MOST_DRAFTS = 50  # per member; the oldest are deleted beyond them, as the page of drafts says
MAX_FIRST_VERSION = 2**30


class Stale(Conflict):
    """Another window saved another text for this draft_key; `newer` is that draft."""

    def __init__(self, newer: Draft) -> None:
        super().__init__(_("You’ve changed this text in another window."))
        self.newer = newer


def save_draft(
    member: "Member",
    draft_key: str,
    *,
    body: str,
    rich: bool,
    title: str = "",
    choices: str = "",
    version: int = 0,
    replaces: str = "",
) -> Draft:
    """Save a member's unsent text; `version` is the version that their window has, 0 for none.

    `replaces` is the text that the window sent before without an answer, as when the page was closed meanwhile: a draft
    with that text is the window's own. Whichever of the two arrives first, the newer one stays.
    Raises Stale, and changes nothing, when the draft has another version and another text. The first version is random,
    so that a window which had an earlier draft of this draft_key does not overwrite a new one."""
    content: DraftContent = {"title": title, "body": body, "rich": rich, "choices": choices}
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(member=member, draft_key=draft_key).first()
        if draft is None:
            first = {**content, "version": 1 + secrets.randbelow(MAX_FIRST_VERSION), "saved_at": timezone.now()}
            draft, created = Draft.objects.get_or_create(member=member, draft_key=draft_key, defaults=first)
            if created:
                _delete_oldest(member)
                return draft
        if draft.equals(**content):
            return draft
        if draft.version != version and not (replaces and draft.body == replaces):
            raise Stale(draft)
        draft.rewrite(**content)
    return draft


def _delete_oldest(member: "Member") -> None:
    newest_first = Draft.objects.filter(member=member).order_by("-saved_at", "-pk").values_list("pk", flat=True)
    Draft.objects.filter(pk__in=list(newest_first[MOST_DRAFTS : MOST_DRAFTS + 10])).delete()
