"""Take the text of a post out of drafts, and delete its pictures."""

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.db.models import Q

from community.composing.models import Draft, Image
from community.composing.pictures import files
from community.core.text.passages import Passages

BATCH = 500


def redact_drafts(source: str, passages: Passages, *, without_quote: Callable[[str], str]) -> int:
    """Delete drafts of `source` itself, and leave quotes of it and its lines out of all others; return how many.

    Only the newest version of each draft is stored; copies on members' own devices are out of reach."""
    deleted, _by_model = Draft.objects.filter(draft_key=source).delete()
    changed = 0
    for draft in Draft.objects.filter(~Q(body="")).iterator(BATCH):
        body = passages.left_of(without_quote(draft.body) if draft.rich else draft.body)
        if body != draft.body:
            draft.rewrite(title=draft.title, body=body, rich=draft.rich, choices=draft.choices)
            changed += 1
    return deleted + changed


def delete_posted(source: str) -> int:
    """Delete the pictures of a post; return how many. Their files follow after the commit."""
    pictures = dict(Image.objects.filter(source=source).values_list("pk", "name"))
    Image.objects.filter(pk__in=pictures).delete()
    transaction.on_commit(partial(files.delete, list(pictures.values())))
    return len(pictures)
