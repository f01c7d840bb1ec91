"""Store a ready-made reason."""

from community.moderation.models import CannedReason


def save_canned_reason(reason: CannedReason) -> None:
    """Save a new or changed reason. What was decided with it stays as it was."""
    reason.save()
