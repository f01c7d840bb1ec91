"""Numbers that come in an address or a form."""


def number_in(text: str) -> int | None:
    """The whole number that `text` is, if a key can hold it (18 digits); None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= 18 else None
