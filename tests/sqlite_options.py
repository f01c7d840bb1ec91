"""How the tests open SQLite."""

from typing import Any


def do_not_wait_for_the_disk(database: dict[str, Any]) -> None:
    """Write without fsync, as the tests' PostgreSQL does (tests/services.py); changes a database's settings.

    A site that the tests kill loses nothing: only a power cut would. On a busy disk one fsync can take seconds."""
    if database["ENGINE"] == "community.core.sqlite":
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
