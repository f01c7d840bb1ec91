"""When two people act on the same thing at once."""


class Conflict(ValueError):
    """Somebody else got there first, or it was done already; its words say so. Nobody's fault, and no failure of ours.

    Views catch it where their own page can say it; what none catches is answered with 409 (core/views.py)."""
