"""Parse numbers in URLs and forms."""


def number_in(text: str) -> int | None:
    """Parse a non-negative integer of at most 18 digits, as a primary key can have; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= 18 else None
