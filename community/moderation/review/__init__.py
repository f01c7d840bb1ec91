"""What a page for deciding shows and does, one module a kind of thing."""

from community.moderation.review.base import Review
from community.moderation.review.post import PostReview
from community.moderation.review.thread import ThreadReview
from community.moderation.review.undo import UndoReview

__all__ = ["PostReview", "Review", "ThreadReview", "UndoReview"]
