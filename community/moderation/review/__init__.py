"""Reviews: what a page for deciding shows, and the decision that its form submits; one module a kind."""

from community.moderation.review.appeal import AppealReview
from community.moderation.review.base import Review
from community.moderation.review.correction import CorrectionReview
from community.moderation.review.merge import MergeReview
from community.moderation.review.post import PostReview
from community.moderation.review.redaction import RedactionReview
from community.moderation.review.split import SplitReview
from community.moderation.review.thread import ThreadReview
from community.moderation.review.undo import UndoReview

__all__ = [
    "AppealReview",
    "CorrectionReview",
    "MergeReview",
    "PostReview",
    "RedactionReview",
    "Review",
    "SplitReview",
    "ThreadReview",
    "UndoReview",
]
