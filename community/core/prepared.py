"""Statements that Django writes once and that run many times: on busy pages, writing one costs more than running it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

type Given = int | str | datetime

_FIRST = 2_000_000_000  # no key and no number here comes near, and every whole-number column takes it
_LAST_DAYS = datetime(9000, 1, 1, tzinfo=UTC)


class Prepared:
    """A statement whose changing values are whole numbers, words and moments, such as a key, a slug and now.

    `build` makes the queryset from them, and must end in values_list(). It is called once, with values that stand for
    those to come."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.written: _Written | None = None

    def rows(self, **values: Given) -> list[tuple[Any, ...]]:
        """Run it: the rows as values_list() would give them."""
        if self.written is None:
            self.written = _Written(self.build, values)
        return self.written.run(values)

    def first(self, **values: Given) -> tuple[Any, ...] | None:
        """Run it: the first row, None without one."""
        return next(iter(self.rows(**values)), None)


class _Written:
    """The text of a statement, which of its parameters change, and which of its columns Django reads its own way."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], values: dict[str, Given]) -> None:
        standing = {name: _stand_in(value, place) for place, (name, value) in enumerate(values.items())}
        compiler = build(**standing).query.get_compiler(connection=connection)
        self.sql, parameters = compiler.as_sql()
        self.parameters: Sequence[Any] = parameters
        names = {_as_sent(value): name for name, value in standing.items()}
        self.places = {at: names[value] for at, value in enumerate(parameters) if _is_one_of(value, names)}
        columns = [column for column, _sql, _alias in compiler.select]
        self.read_anew = [(at, column) for at, (_converters, column) in compiler.get_converters(columns).items()]

    def run(self, values: dict[str, Given]) -> list[tuple[Any, ...]]:
        places = self.places
        given = [_as_sent(values[places[at]]) if at in places else fixed for at, fixed in enumerate(self.parameters)]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [self._read(row) for row in found] if self.read_anew else found

    def _read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        read = list(row)
        for at, column in self.read_anew:
            for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection)):
                read[at] = convert(read[at], column, connection)
        return tuple(read)


def _stand_in(value: Given, place: int) -> Given:
    if isinstance(value, datetime):
        return _LAST_DAYS + timedelta(days=place)
    return f"stands in for {place}" if isinstance(value, str) else _FIRST + place


def _as_sent(value: Given) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _is_one_of(value: Any, names: dict[Any, str]) -> bool:
    return isinstance(value, int | str | datetime) and value in names
