"""Count the statements of a page or an operation."""

import re
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

_NOT_COUNTED = re.compile(r"^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)


def statements(act: Callable[[], Any]) -> list[str]:
    """Return the statements of `act`: session and user included, transaction control excluded."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries if not _NOT_COUNTED.match(query["sql"])]


def assert_statements(expected: int, act: Callable[[], Any]) -> None:
    """Fail with the list of statements when there are more or fewer than expected."""
    found = statements(act)
    assert len(found) == expected, "\n".join([f"{len(found)} instead of {expected}:", *found])
