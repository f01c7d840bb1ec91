"""Write drafts and pictures, one verb a module; nothing else writes their rows."""

from community.composing.operations.add_picture import PICTURES, TooManyPictures, add_picture
from community.composing.operations.attach import Chosen, attach
from community.composing.operations.compare import are_shown
from community.composing.operations.describe import describe
from community.composing.operations.drop import drop_draft, throw_away
from community.composing.operations.move_drafts import move_drafts
from community.composing.operations.redact import delete_posted, redact_drafts
from community.composing.operations.save import MOST_DRAFTS, Stale, save_draft
from community.composing.operations.sweep import sweep_pictures
from community.composing.operations.take_away import take_away

__all__ = [
    "MOST_DRAFTS",
    "PICTURES",
    "Chosen",
    "Stale",
    "TooManyPictures",
    "add_picture",
    "are_shown",
    "attach",
    "delete_posted",
    "describe",
    "drop_draft",
    "move_drafts",
    "redact_drafts",
    "save_draft",
    "sweep_pictures",
    "take_away",
    "throw_away",
]
