"""Moved to community/core/keeping.py, where moderation finds it too."""

from community.core.keeping import keep_text_of_guests

__all__ = ["keep_text_of_guests"]
