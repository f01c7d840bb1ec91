"""Stand-ins for the values of a compiled query while its SQL is made: they show where a value goes, or refuse to say.

Each is unlike every real value, and raises where the code that builds a queryset branches on it.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

type Parameter = int | str | datetime

FIRST_NUMBER = 2_000_000_000  # above every key and number, and within every integer column
FIRST_MOMENT = datetime(9000, 1, 1, 13, 17, 11, 123456, tzinfo=UTC)  # truncating or rounding it shows
# Lower case, stripping and the escaping of LIKE (also in `iexact`) all change this text.
FIRST_STRING = " Placeholder %_\\ {} "
STEP = 1_000  # between the two placeholders of one value


class NotCompilable(ValueError):
    """The statement would return wrong rows for another value. The message names the value and the reason."""


def placeholders(
    values: Mapping[str, Parameter], known_true: Sequence[str] = (), step: int = 0
) -> dict[str, Parameter]:
    """A value of the same type for each name, unlike all others and unlike real ones."""
    return {
        name: _placeholder(name, value, number + step, name in known_true)
        for number, (name, value) in enumerate(values.items())
    }


def _placeholder(name: str, value: Parameter, number: int, known_true: bool) -> Parameter:
    placeholder: Any
    if isinstance(value, datetime):
        placeholder = _DatetimePlaceholder.combine(FIRST_MOMENT, FIRST_MOMENT.timetz()) + timedelta(days=number)
    elif isinstance(value, str):
        placeholder = _StringPlaceholder(FIRST_STRING.format(number))
    else:
        placeholder = _NumberPlaceholder(FIRST_NUMBER + number)
    placeholder.name, placeholder.known_true = name, known_true
    return placeholder  # type: ignore[no-any-return]


# Code that may compare placeholders: Django's own, Python's, and what compiles the statement.
COMPILING = ("django.", "psycopg", "copy", "dataclasses", "datetime", __name__, "community.core.caching.compiled_query")


def _refuse_branch(name: str) -> None:
    """Raise NotCompilable unless the code that compares is one of COMPILING."""
    module = sys._getframe(2).f_globals.get("__name__", "")
    if not module.startswith(COMPILING):
        raise NotCompilable(f"The builder branches on {name}: the statement would be that of one branch for all.")


class _Branchless:
    """Raises where a builder compares a placeholder or tests it for truth: it must not branch on a value."""

    name = ""
    known_true = False

    def __bool__(self) -> bool:
        if not self.known_true:
            _refuse_branch(self.name)
        return True

    def __eq__(self, other: object) -> bool:
        _refuse_branch(self.name)
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        _refuse_branch(self.name)
        return super().__ne__(other)

    def __lt__(self, other: Any) -> bool:
        _refuse_branch(self.name)
        return bool(super().__lt__(other))  # type: ignore[misc]

    def __le__(self, other: Any) -> bool:
        _refuse_branch(self.name)
        return bool(super().__le__(other))  # type: ignore[misc]

    def __gt__(self, other: Any) -> bool:
        _refuse_branch(self.name)
        return bool(super().__gt__(other))  # type: ignore[misc]

    def __ge__(self, other: Any) -> bool:
        _refuse_branch(self.name)
        return bool(super().__ge__(other))  # type: ignore[misc]

    def __hash__(self) -> int:
        return super().__hash__()


class _NumberPlaceholder(_Branchless, int):
    pass


class _StringPlaceholder(_Branchless, str):
    def __len__(self) -> int:
        _refuse_branch(self.name)
        return super().__len__()

    def __contains__(self, other: object) -> bool:
        _refuse_branch(self.name)
        return super().__contains__(other)  # type: ignore[operator]

    def startswith(self, *arguments: Any) -> bool:
        _refuse_branch(self.name)
        return super().startswith(*arguments)

    def endswith(self, *arguments: Any) -> bool:
        _refuse_branch(self.name)
        return super().endswith(*arguments)


class _DatetimePlaceholder(_Branchless, datetime):
    pass


def plain(value: Any) -> Any:
    """A parameter of a placeholder's type as the plain value that it stands for."""
    if isinstance(value, _NumberPlaceholder):
        return int(value)
    return str.__str__(value) if isinstance(value, _StringPlaceholder) else value
