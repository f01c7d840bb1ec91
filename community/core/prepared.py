"""Statements that Django writes once and that run many times: on busy pages, writing one costs more than running it."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_FIRST = 2_000_000_000  # no key and no number here comes near, and every whole-number column takes it


class Prepared:
    """A statement whose only changing values are whole numbers, such as keys.

    `build` makes the queryset from them, and must end in values_list(). It is called once, with numbers that stand for
    those to come."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.written: tuple[str, list[Any], dict[int, str]] | None = None

    def rows(self, **values: int) -> list[tuple[Any, ...]]:
        """Run it; rows come as the database gives them, with 0 and 1 for a truth on SQLite."""
        if self.written is None:
            self.written = self._write(values)
        sql, parameters, places = self.written
        given = [values[places[at]] if at in places else fixed for at, fixed in enumerate(parameters)]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _write(self, values: dict[str, int]) -> tuple[str, list[Any], dict[int, str]]:
        standing = {_FIRST + place: name for place, name in enumerate(values)}
        sql, parameters = self.build(**{name: number for number, name in standing.items()}).query.sql_with_params()
        places = {at: standing[value] for at, value in enumerate(parameters) if value in standing}
        return sql, list(parameters), places
