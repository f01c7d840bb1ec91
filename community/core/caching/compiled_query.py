"""Statements that Django writes once and that run many times: on busy pages, writing one costs more than running it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

type Parameter = int | str | datetime
type Changes = Mapping[str, Any]
type Converter = tuple[int, Any, Sequence[Callable[..., Any]]]  # a place in the row, its column, and what reads it

_FIRST_NUMBER = 2_000_000_000  # no key and no number here comes near, and every whole-number column takes it
_FIRST_MOMENT = datetime(9000, 1, 1, tzinfo=UTC)


class CompiledQuery:
    """A SELECT whose changing values are whole numbers, words and moments, such as a key, a slug and now.

    `build` makes the queryset from them, and must end in values_list(). It is called once, with values that stand for
    those to come."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.statement: tuple[_Statement, list[Converter]] | None = None

    def rows(self, **values: Parameter) -> list[tuple[Any, ...]]:
        """Run it: the rows as values_list() would give them."""
        if self.statement is None:
            placeholders = _placeholders_for(values)
            compiler = self.build(**placeholders).query.get_compiler(connection=connection)
            statement = _Statement(compiler, placeholders)  # first: it finds the columns
            columns = compiler.get_converters([column for column, _sql, _alias in compiler.select])
            self.statement = statement, [(at, column, _converters(column)) for at, (_, column) in columns.items()]
        statement, converted = self.statement
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.parameters_of(values))
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [_read(row, converted) for row in found] if converted else found

    def first(self, **values: Parameter) -> tuple[Any, ...] | None:
        """Run it: the first row, None without one."""
        return next(iter(self.rows(**values)), None)


class CompiledUpdate:
    """An UPDATE of the same kind.

    `build` makes of the values which rows change, and what in them, as update() would have it."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any], Changes]]) -> None:
        self.build = build
        self.statement: _Statement | None = None

    def run(self, **values: Parameter) -> int:
        """Run it; how many rows changed."""
        if self.statement is None:
            placeholders = _placeholders_for(values)
            rows, changes = self.build(**placeholders)
            query: Any = rows.query.chain(UpdateQuery)
            query.add_update_values(changes)
            self.statement = _Statement(query.get_compiler(connection=connection), placeholders)
        with connection.cursor() as cursor:
            cursor.execute(self.statement.sql, self.statement.parameters_of(values))
            changed: int = cursor.rowcount
        return changed


class _Statement:
    """The text of a statement, and which of its parameters change."""

    def __init__(self, compiler: Any, placeholders: Mapping[str, Parameter]) -> None:
        self.sql, self.parameters = compiler.as_sql()
        names = {_as_sent(value): name for name, value in placeholders.items()}
        known = [(at, value) for at, value in enumerate(self.parameters) if isinstance(value, int | str | datetime)]
        self.places = {at: names[value] for at, value in known if value in names}

    def parameters_of(self, values: Mapping[str, Parameter]) -> list[Any]:
        places = self.places
        return [_as_sent(values[places[at]]) if at in places else fixed for at, fixed in enumerate(self.parameters)]


def _converters(column: Any) -> Sequence[Callable[..., Any]]:
    """What Django reads this column with. All threads use them: they come from a connection that nobody ever opens."""
    closed = connections.create_connection(DEFAULT_DB_ALIAS)
    return (*closed.ops.get_db_converters(column), *column.get_db_converters(closed))


def _read(row: Sequence[Any], converted: list[Converter]) -> tuple[Any, ...]:
    """The row with what Django reads its own way, such as a truth that SQLite gives as 1."""
    read = list(row)
    for at, column, converters in converted:
        for convert in converters:
            read[at] = convert(read[at], column, connection)
    return tuple(read)


def _placeholders_for(values: Mapping[str, Parameter]) -> dict[str, Parameter]:
    return {name: _placeholder(value, place) for place, (name, value) in enumerate(values.items())}


def _placeholder(value: Parameter, place: int) -> Parameter:
    if isinstance(value, datetime):
        return _FIRST_MOMENT + timedelta(days=place)
    return f"stands in for {place}" if isinstance(value, str) else _FIRST_NUMBER + place


def _as_sent(value: Parameter) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
