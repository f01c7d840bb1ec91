"""The error of a delivery that cannot arrive."""


class Undeliverable(Exception):
    """Trying again would not help; the message says why."""
