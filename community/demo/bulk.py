"""Insert millions of rows without model instances: by COPY on PostgreSQL, by executemany on SQLite.

Values have the database's own types: numbers, booleans, text; times as UTC text (see timestamp()), a UUID as 32 digits,
JSON as text. Columns without values get the default of their field.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

type Row = tuple[Any, ...]


def timestamp(epoch: int) -> str:
    """Format seconds since 1970 for a DateTimeField's column on both databases."""
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d %H:%M:%S")


def first_key(model: type[models.Model]) -> int:
    """Return the next free key of a table."""
    return (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def write(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows with values in the order of `names`, the names of the model's fields.

    Keys, if included, must start at first_key(); call restart_keys() for these models afterwards."""
    fields = {field.name: field for field in model._meta.concrete_fields if not field.generated}
    chosen = [fields.pop(name) for name in names]
    others = [field for field in fields.values() if not isinstance(field, models.AutoField)]
    defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    columns = [str(field.column) for field in (*chosen, *others)]
    _store(model._meta.db_table, columns, ((*row, *defaults) for row in rows))


def restart_keys(*models_with_keys: type[models.Model]) -> None:
    """Restart the sequences after the inserted keys."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models_with_keys)):
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
