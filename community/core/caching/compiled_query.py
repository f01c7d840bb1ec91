"""Compile a queryset to SQL once per process and reuse it.

On busy pages compiling a statement costs more than running it. Use this only where a profile shows that it pays
(docs/performance.md); elsewhere a plain queryset reads better and does the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

from community.core.caching.placeholders import STEP, NotCompilable, Parameter, placeholders, plain
from community.core.caching.viewer import ViewerTraits

type Build = Callable[..., QuerySet[Any, Any]]
type Changes = Mapping[str, Any]
type Converter = tuple[int, Any, Sequence[Callable[..., Any]]]  # an index in the row, its column, its converters
type Compile = Callable[[Mapping[str, Parameter]], tuple[str, Sequence[Any]]]


class CompiledQuery:
    """A SELECT in which only whole numbers, strings and moments change, such as a key, a slug and now.

    `build` makes the queryset from the values, and must end in values_list(). It is called at first use, with
    placeholders. A value must go into the statement as it is: one that ends up within a LIKE pattern, in LIMIT or
    nowhere, or that `build` branches on, raises NotCompilable. `known_true` names values that `build` may test for
    truth, because the caller uses this query only where they are not zero or empty; `optional` names values that the
    statement may do without."""

    def __init__(self, build: Build, *, known_true: Sequence[str] = (), optional: Sequence[str] = ()) -> None:
        self.build, self.known_true, self.optional = build, known_true, optional
        self.queryset: QuerySet[Any, Any] | None = None
        self.compiled: dict[str, tuple[_Statement, list[Converter]]] = {}

    def rows(self, **values: Parameter) -> list[tuple[Any, ...]]:
        """Run the query: the rows as values_list() would return them. Raises NotCompilable at first use."""
        if self.queryset is None:
            self.queryset = self.build(**placeholders(values, self.known_true))
        alias = self.queryset.db
        if alias not in self.compiled:
            self.compiled[alias] = self._compile(alias, values)
        statement, converters = self.compiled[alias]
        with connections[alias].cursor() as cursor:
            cursor.execute(statement.sql, statement.parameters_for(values))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return [_converted(row, converters, connections[alias]) for row in rows] if converters else rows

    def first(self, **values: Parameter) -> tuple[Any, ...] | None:
        """Run the query: the first row, None without one."""
        return next(iter(self.rows(**values)), None)

    def _compile(self, alias: str, values: Mapping[str, Parameter]) -> "tuple[_Statement, list[Converter]]":
        connection = connections[alias]
        compiler: Any = None

        def compile_with(placeholders: Mapping[str, Parameter]) -> tuple[str, Sequence[Any]]:
            nonlocal compiler
            compiler = self.build(**placeholders).query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            return sql, parameters

        statement = _compile_statement(compile_with, values, connection, self.known_true, self.optional)
        columns = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return statement, [(index, column, _converters(column, alias)) for index, (_, column) in columns.items()]


class CompiledUpdate:
    """An UPDATE under the same conditions as CompiledQuery.

    `build` makes from the values the rows to change and their changes, as for QuerySet.update()."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any], Changes]]) -> None:
        self.build = build
        self.queryset: QuerySet[Any] | None = None
        self.compiled: dict[str, _Statement] = {}

    def run(self, **values: Parameter) -> int:
        """Run the update; how many rows changed. Raises NotCompilable at first use."""
        if self.queryset is None:
            self.queryset, _changes = self.build(**placeholders(values))
        # As QuerySet.update() does; a queryset that names its database keeps it.
        alias = self.queryset._db or router.db_for_write(self.queryset.model)  # type: ignore[attr-defined]
        if alias not in self.compiled:
            self.compiled[alias] = self._compile(alias, values)
        statement = self.compiled[alias]
        with connections[alias].cursor() as cursor:
            cursor.execute(statement.sql, statement.parameters_for(values))
            changed: int = cursor.rowcount
        return changed

    def _compile(self, alias: str, values: Mapping[str, Parameter]) -> "_Statement":
        def compile_with(placeholders: Mapping[str, Parameter]) -> tuple[str, Sequence[Any]]:
            rows, changes = self.build(**placeholders)
            query: Any = rows.query.chain(UpdateQuery)
            query.add_update_values(changes)
            sql, parameters = query.get_compiler(connection=connections[alias]).as_sql()
            return sql, parameters

        return _compile_statement(compile_with, values, connections[alias])


class _NoLabels(int):
    """In place of the viewer's muted labels in a query that does not depend on them."""

    def __bool__(self) -> bool:
        raise NotCompilable("This query uses muted_labels. Compile it with uses_labels=True.")


class PerViewerQuery:
    """One CompiledQuery each for guests, members and moderators, and for those of them who mute labels.

    `build` gets ViewerTraits in place of the viewer, then the values. Pass uses_labels=False when it does not depend on
    the labels that the viewer mutes: a wrong choice raises NotCompilable either way."""

    def __init__(self, build: Build, *, uses_labels: bool = True) -> None:
        self.build, self.uses_labels = build, uses_labels
        self.compiled: dict[tuple[bool, bool, bool], CompiledQuery] = {}

    def rows(self, viewer: Any, **values: Parameter) -> list[tuple[Any, ...]]:
        """Run the query for this viewer."""
        kind = (False, False, False)
        if viewer.is_authenticated:
            mutes = self.uses_labels and bool(viewer.muted_labels)
            kind = (True, viewer.moderates, mutes)
            values["viewer_pk"] = viewer.pk or 0
            if mutes:
                values["muted_labels"] = viewer.muted_labels
        if kind not in self.compiled:
            # A moderator may read everything, whoever they are.
            optional = ["viewer_pk"] if kind[1] else []
            self.compiled[kind] = CompiledQuery(self._build_for(*kind), known_true=["muted_labels"], optional=optional)
        return self.compiled[kind].rows(**values)

    def first(self, viewer: Any, **values: Parameter) -> tuple[Any, ...] | None:
        """Run the query for this viewer: the first row, None without one."""
        return next(iter(self.rows(viewer, **values)), None)

    def _build_for(self, member: bool, moderates: bool, mutes: bool) -> Build:
        no_labels = 0 if self.uses_labels else _NoLabels()

        def build(*, viewer_pk: int = 0, muted_labels: int = no_labels, **values: Parameter) -> QuerySet[Any, Any]:
            return self.build(ViewerTraits(viewer_pk, member, moderates, muted_labels=muted_labels), **values)

        return build


@dataclass(frozen=True)
class _Statement:
    """SQL text, its parameters, and which of them are values that change."""

    sql: str
    parameters: Sequence[Any]
    names: Mapping[int, str]
    connection: BaseDatabaseWrapper

    def parameters_for(self, values: Mapping[str, Parameter]) -> list[Any]:
        names = self.names
        return [
            _adapted(values[names[index]], self.connection) if index in names else fixed
            for index, fixed in enumerate(self.parameters)
        ]


def _compile_statement(
    compile_with: Compile,
    values: Mapping[str, Parameter],
    connection: BaseDatabaseWrapper,
    known_true: Sequence[str] = (),
    optional: Sequence[str] = (),
) -> _Statement:
    """Find each value's parameters: those that change when it alone changes. Raises NotCompilable.

    The last compilation is the one with all placeholders at their first value."""
    first = placeholders(values, known_true)
    second = placeholders(values, known_true, step=STEP)
    others = {name: compile_with({**first, name: second[name]}) for name in values}
    sql, parameters = compile_with(first)
    names: dict[int, str] = {}
    for name, (other_sql, other_parameters) in others.items():
        if other_sql != sql or len(other_parameters) != len(parameters):
            raise NotCompilable(f"{name} changes the text of the SQL, as in LIMIT. Build the queryset anew each time.")
        pairs = enumerate(zip(parameters, other_parameters, strict=True))
        changed = {index: pair for index, pair in pairs if pair[0] != pair[1]}
        if not changed and name not in optional:
            raise NotCompilable(f"{name} is not used in the statement. Do not pass it.")
        sent = (_adapted(first[name], connection), _adapted(second[name], connection))
        if any(tuple(pair) != sent for pair in changed.values()):
            raise NotCompilable(f"{name} does not go into the statement as it is, as in LIKE. Build the queryset anew.")
        names |= dict.fromkeys(changed, name)
    return _Statement(sql, [plain(value) for value in parameters], names, connection)


def _adapted(value: Parameter, connection: BaseDatabaseWrapper) -> Any:
    """The value as Django sends it to this database. Raises NotCompilable for None: it needs IS NULL, not a value."""
    if value is None:
        raise NotCompilable("A value is None, which SQL compares with IS NULL. Build the queryset anew each time.")
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _converters(column: Any, alias: str) -> Sequence[Callable[..., Any]]:
    """What Django converts this column with. All threads share them, so they come from a connection of nobody's."""
    unopened = connections.create_connection(alias)
    return (*unopened.ops.get_db_converters(column), *column.get_db_converters(unopened))


def _converted(row: Sequence[Any], converters: list[Converter], connection: BaseDatabaseWrapper) -> tuple[Any, ...]:
    """The row with Django's own types, such as a boolean that SQLite returns as 1."""
    values = list(row)
    for index, column, convert_each in converters:
        for convert in convert_each:
            values[index] = convert(values[index], column, connection)
    return tuple(values)
