"""Rows by the million: COPY on PostgreSQL, one prepared INSERT on SQLite, without a model's instance for each.

Values are given as the database takes them: numbers, truths, text; a moment as UTC text (see moment()), a UUID as its
32 digits, JSON as text. Columns that are not given get their field's default.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

type Row = tuple[Any, ...]


def moment(epoch: int) -> str:
    """A moment, in seconds since 1970, as both databases read it in a column of Django's."""
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d %H:%M:%S")


def first_key(model: type[models.Model]) -> int:
    """The key that the next row of this table can have."""
    return (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def write(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Store rows whose values stand in the order of `names`, which are the model's fields.

    Keys, where they are given, come from first_key(); call restart_keys() for these models when all is written."""
    fields = {field.name: field for field in model._meta.concrete_fields if not field.generated}
    given = [fields.pop(name) for name in names]
    others = [field for field in fields.values() if not isinstance(field, models.AutoField)]
    defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    columns = [str(field.column) for field in (*given, *others)]
    _store(model._meta.db_table, columns, ((*row, *defaults) for row in rows))


def restart_keys(*written: type[models.Model]) -> None:
    """Let the database go on counting behind the keys that were given."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(written)):
            cursor.execute(statement)


def _store(table: str, columns: Sequence[str], rows: Iterator[Row]) -> None:
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    into = f"{connection.ops.quote_name(table)} ({quoted})"
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    placeholders = ", ".join("?" * len(columns))
    connection.connection.executemany(f"INSERT INTO {into} VALUES ({placeholders})", rows)  # noqa: S608 (names of our models)
