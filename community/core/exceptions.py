"""Exceptions that every app may raise."""


class Conflict(ValueError):
    """Somebody else was faster, or it is done already; the message says so.

    A view catches it to show the message on its own page; otherwise core/views.py answers with 409."""
