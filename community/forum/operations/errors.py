"""Why an operation was refused, in words for the person who asked."""

from community.core.exceptions import Conflict


class NotPossible(Conflict):
    """The row is not in a state that allows this: somebody else got there first, or it was done already."""
