"""What a page for deciding shows and does, one module a kind of thing."""

from community.moderation.desks.base import Desk
from community.moderation.desks.case import CaseDesk
from community.moderation.desks.thread import ThreadDesk
from community.moderation.desks.undo import UndoDesk

__all__ = ["CaseDesk", "Desk", "ThreadDesk", "UndoDesk"]
