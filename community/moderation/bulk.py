"""Decide about several cases at once: each by itself, with a result of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from community.forum.operations import NotPossible
from community.moderation.forms import LEAVE, BulkForm
from community.moderation.models import Act, AuditEntry
from community.moderation.review import PostReview
from community.moderation.selectors.titles import TitledRow, with_titles
from community.safety.models import Case
from community.safety.operations import Stale

if TYPE_CHECKING:
    from community.members.models import Member

# For each choice the acts that it means, by the state of the post.
LEAVING, TAKING_DOWN = (Act.APPROVE_POST, Act.REJECT_REPORT), (Act.REJECT_POST, Act.REMOVE_POST)


@dataclass(frozen=True)
class Result:
    """What became of one case: the entry in the log, or a sentence that says why nothing was done."""

    row: TitledRow[Case]
    entry: AuditEntry | None = None
    refused: str = ""


def decide_each(viewer: "Member", versions: Mapping[int, int], form: BulkForm) -> list[Result]:
    """Decide about the cases with these keys, if they still have the version that the moderator saw."""
    cases = Case.objects.visible_to(viewer).for_display().in_order().filter(pk__in=versions)
    return [_decide(viewer, row, versions[row.item.pk], form) for row in with_titles(cases)]


def _decide(viewer: "Member", row: TitledRow[Case], version: int, form: BulkForm) -> Result:
    case = row.item
    if case.version != version:
        return Result(row, refused=str(Stale()))
    review = PostReview.of_case(viewer, case)
    wanted = LEAVING if form.cleaned_data["choice"] == LEAVE else TAKING_DOWN
    review.act = next((act for act in review.acts() if act in wanted), None)
    if review.act is None:
        return Result(row, refused=_("You can’t decide about this one here. Open it."))
    try:
        return Result(row, entry=review.apply_with(form.decision(viewer, case)))
    except (PermissionDenied, NotPossible, Stale) as refused:
        return Result(row, refused=str(refused))
