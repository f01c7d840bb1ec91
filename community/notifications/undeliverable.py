"""What a channel raises when a delivery can never arrive."""


class Undeliverable(Exception):
    """Trying again would not help; the message says why, for whoever runs the community."""
