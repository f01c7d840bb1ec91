"""Errors of operations; their text is shown to the member."""

from community.core.exceptions import Conflict


class NotPossible(Conflict):
    """The row's state does not allow this: somebody else was first, or it was done already."""
