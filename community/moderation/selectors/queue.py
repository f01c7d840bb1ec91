"""Load the queue of open cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from community.moderation.selectors.titles import TitledRow, with_titles
from community.safety.models import Case, Viewer

QUEUE_PAGE = 50


@dataclass(frozen=True)
class Queue:
    """The first cases of the queue, and how many are waiting altogether."""

    waiting: int
    rows: Sequence[TitledRow[Case]]

    @property
    def first_url(self) -> str:
        """The page of the first case; empty when none is waiting."""
        return self.rows[0].url if self.rows else ""


def open_queue(viewer: Viewer) -> Queue:
    """Load the open cases that this moderator may see, the most urgent first, then the oldest."""
    cases = Case.objects.visible_to(viewer).open()
    return Queue(cases.count(), with_titles(cases.in_order().for_display()[:QUEUE_PAGE]))
