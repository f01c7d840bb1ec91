"""UPDATE statements that Django writes once and that run many times; see core/prepared.py, which does so for SELECT."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

type Given = int | str | datetime
type Changes = Mapping[str, Any]

_FIRST = 2_000_000_000  # as in core/prepared.py
_LAST_DAYS = datetime(9000, 1, 1, tzinfo=UTC)


class PreparedUpdate:
    """An UPDATE whose changing values are whole numbers, words and moments.

    `build` makes of them which rows change, and what in them, as update() would have it. It is called once, with values
    that stand for those to come."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any], Changes]]) -> None:
        self.build = build
        self.written: tuple[str, list[Any], dict[int, str]] | None = None

    def run(self, **values: Given) -> int:
        """Run it; how many rows changed."""
        if self.written is None:
            self.written = self._write(values)
        sql, parameters, places = self.written
        given = [_as_sent(values[places[at]]) if at in places else fixed for at, fixed in enumerate(parameters)]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            changed: int = cursor.rowcount
        return changed

    def _write(self, values: Mapping[str, Given]) -> tuple[str, list[Any], dict[int, str]]:
        standing = {name: _stand_in(value, place) for place, (name, value) in enumerate(values.items())}
        rows, changes = self.build(**standing)
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        names = {_as_sent(value): name for name, value in standing.items()}
        places = {at: names[value] for at, value in enumerate(parameters) if value in names}
        return sql, list(parameters), places


def _stand_in(value: Given, place: int) -> Given:
    if isinstance(value, datetime):
        return _LAST_DAYS + timedelta(days=place)
    return f"stands in for {place}" if isinstance(value, str) else _FIRST + place


def _as_sent(value: Given) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
