"""Statements that Django writes once and that run many times: on busy pages, writing one costs more than running it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

type Given = int | str | datetime
type Changes = Mapping[str, Any]
type Reading = tuple[int, Any, Sequence[Callable[..., Any]]]  # a place in the row, its column, and what reads it

_FIRST = 2_000_000_000  # no key and no number here comes near, and every whole-number column takes it
_LAST_DAYS = datetime(9000, 1, 1, tzinfo=UTC)


class Prepared:
    """A SELECT whose changing values are whole numbers, words and moments, such as a key, a slug and now.

    `build` makes the queryset from them, and must end in values_list(). It is called once, with values that stand for
    those to come."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.written: tuple[_Written, list[Reading]] | None = None

    def rows(self, **values: Given) -> list[tuple[Any, ...]]:
        """Run it: the rows as values_list() would give them."""
        if self.written is None:
            standing = _standing_for(values)
            compiler = self.build(**standing).query.get_compiler(connection=connection)
            written = _Written(compiler, standing)  # first: it finds the columns
            columns = compiler.get_converters([column for column, _sql, _alias in compiler.select])
            self.written = written, [(at, column, _converters(column)) for at, (_, column) in columns.items()]
        written, read_anew = self.written
        with connection.cursor() as cursor:
            cursor.execute(written.sql, written.parameters_of(values))
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [_read(row, read_anew) for row in found] if read_anew else found

    def first(self, **values: Given) -> tuple[Any, ...] | None:
        """Run it: the first row, None without one."""
        return next(iter(self.rows(**values)), None)


class PreparedUpdate:
    """An UPDATE of the same kind.

    `build` makes of the values which rows change, and what in them, as update() would have it."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any], Changes]]) -> None:
        self.build = build
        self.written: _Written | None = None

    def run(self, **values: Given) -> int:
        """Run it; how many rows changed."""
        if self.written is None:
            standing = _standing_for(values)
            rows, changes = self.build(**standing)
            query: Any = rows.query.chain(UpdateQuery)
            query.add_update_values(changes)
            self.written = _Written(query.get_compiler(connection=connection), standing)
        with connection.cursor() as cursor:
            cursor.execute(self.written.sql, self.written.parameters_of(values))
            changed: int = cursor.rowcount
        return changed


class _Written:
    """The text of a statement, and which of its parameters change."""

    def __init__(self, compiler: Any, standing: Mapping[str, Given]) -> None:
        self.sql, self.parameters = compiler.as_sql()
        names = {_as_sent(value): name for name, value in standing.items()}
        known = [(at, value) for at, value in enumerate(self.parameters) if isinstance(value, int | str | datetime)]
        self.places = {at: names[value] for at, value in known if value in names}

    def parameters_of(self, values: Mapping[str, Given]) -> list[Any]:
        places = self.places
        return [_as_sent(values[places[at]]) if at in places else fixed for at, fixed in enumerate(self.parameters)]


def _converters(column: Any) -> Sequence[Callable[..., Any]]:
    """What Django reads this column with. All threads use them: they come from a connection that nobody ever opens."""
    closed = connections.create_connection(DEFAULT_DB_ALIAS)
    return (*closed.ops.get_db_converters(column), *column.get_db_converters(closed))


def _read(row: Sequence[Any], read_anew: list[Reading]) -> tuple[Any, ...]:
    """The row with what Django reads its own way, such as a truth that SQLite gives as 1."""
    read = list(row)
    for at, column, converters in read_anew:
        for convert in converters:
            read[at] = convert(read[at], column, connection)
    return tuple(read)


def _standing_for(values: Mapping[str, Given]) -> dict[str, Given]:
    return {name: _stand_in(value, place) for place, (name, value) in enumerate(values.items())}


def _stand_in(value: Given, place: int) -> Given:
    if isinstance(value, datetime):
        return _LAST_DAYS + timedelta(days=place)
    return f"stands in for {place}" if isinstance(value, str) else _FIRST + place


def _as_sent(value: Given) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
