"""Move drafts to another draft key: what they were written for is part of something else now."""

from collections.abc import Collection

from community.composing.models import Draft, Image
from community.core.text import richtext


def move_drafts(old_key: str, new_key: str, *, only: Collection[int] | None = None) -> list[int]:
    """Move drafts and pending pictures from one draft key to another; return the keys of the drafts that moved.

    A member who has drafts for both has one with both texts afterwards: nothing that was typed is lost. `only` limits
    it to some drafts and their members' pictures."""
    drafts = Draft.objects.select_for_update().filter(draft_key=old_key)
    pictures = Image.objects.filter(draft_key=old_key, source="")
    rows = list((drafts if only is None else drafts.filter(pk__in=only)).order_by("pk"))
    owners = [draft.member_id for draft in rows]
    others = {draft.member_id: draft for draft in Draft.objects.filter(draft_key=new_key, member__in=owners)}
    (pictures if only is None else pictures.filter(member__in=owners)).update(draft_key=new_key)
    moved = [draft.pk for draft in rows if draft.member_id not in others]
    Draft.objects.filter(pk__in=moved).update(draft_key=new_key)
    for draft in rows:
        if other := others.get(draft.member_id):
            _append(other, draft)
            draft.delete()
    return moved


def _append(draft: Draft, other: Draft) -> None:
    """Add another draft's text below this one's."""
    rich = draft.rich or other.rich
    bodies = [_html(one) if rich and not one.rich else one.body for one in (draft, other)]
    text = ("" if rich else "\n\n").join(bodies)
    draft.rewrite(title=draft.title, body=text, rich=rich, choices=draft.choices)


def _html(draft: Draft) -> str:
    try:
        return richtext.from_plain(draft.body).html
    except richtext.TooMuch:
        return draft.body
