"""Leave out each bump in turn: a row of the table of operations fails for every one.

The syntax tree gives every call whose name begins with "bump_", and every `with changing(...)` or
`with changing_site()`. Each is then run with the bump left out, at that call alone; of `shows=PAGE | LIST` each flag
alone, and both. Printed: each of them with a row that fails (run with -s to see the table).
"""

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from community.core import models as site
from community.forum.operations import changing
from community.forum.operations.changing import LIST, PAGE, Shows
from tests.operations_table import ROWS, Row, StalePage, Warm, small_community

pytestmark = [pytest.mark.long, pytest.mark.django_db]
CODE = Path(settings.BASE_DIR) / "community"
FLAGS = {"PAGE": PAGE, "LIST": LIST}
WATCHED = {
    "changing": changing,
    "changing_site": site,
    "bump_site": site,
    "bump_thread": changing,
    "bump_list": changing,
    "bump_threads_of": changing,
}


@dataclass(frozen=True)
class Call:
    """A call that bumps, and what of it is left out: flags of `shows`, or the whole bump."""

    file: str
    line: int
    last_line: int
    function: str
    name: str
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        left_out = f"without {' and '.join(self.without)}" if self.without else "without it"
        return f"{self.file}:{self.line} {self.function}: {self.name} {left_out}"

    def is_at(self, caller: FrameType) -> bool:
        """Whether this very call is running."""
        inside = self.line <= caller.f_lineno <= self.last_line
        return inside and caller.f_code.co_filename == str(CODE.parent / self.file)


def calls() -> Iterator[Call]:
    """Find every call that bumps, once for each way to leave something out of it."""
    for file in sorted(CODE.rglob("*.py")):
        tree = ast.parse(file.read_text())
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _is_innermost(node, function):
                    yield from _variants(node, str(file.relative_to(CODE.parent)), function.name)


def _is_innermost(node: ast.Call, function: ast.FunctionDef) -> bool:
    """Whether the call belongs to this function, and not to one that is defined within it."""
    nested = (other for other in ast.walk(function) if isinstance(other, ast.FunctionDef) and other is not function)
    return not any(node in ast.walk(other) for other in nested)


def _variants(node: ast.Call, file: str, function: str) -> Iterator[Call]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if not (name.startswith("bump_") or name in ("changing", "changing_site")):
        return
    call = (file, node.lineno, node.end_lineno or node.lineno, function, name)
    shows = [keyword.value for keyword in node.keywords if keyword.arg == "shows"]
    flags = sorted({part.id for value in shows for part in ast.walk(value) if getattr(part, "id", "") in FLAGS})
    yield Call(*call, tuple(flags))
    if len(flags) > 1:
        yield from (Call(*call, (flag,)) for flag in flags)


CALLS = list(calls())


def watch(monkeypatch: pytest.MonkeyPatch, name: str, left_out: Callable[[FrameType], Call | None]) -> None:
    """Replace a function wherever it is imported; `left_out` gets the caller's frame, and says what to leave out."""
    original: Callable[..., Any] = getattr(WATCHED[name], name)

    @wraps(original)
    def watched(*arguments: Any, **keywords: Any) -> Any:
        call = left_out(sys._getframe(1))
        if call is None:
            return original(*arguments, **keywords)
        if call.without:
            left = [flag for flag_name, flag in FLAGS.items() if flag_name not in call.without]
            return original(*arguments, **keywords | {"shows": keywords["shows"] & _union(left)})
        return transaction.atomic() if name == "changing_site" else nullcontext()

    for module in [
        module for module in sys.modules.values() if getattr(module, "__name__", "").startswith("community")
    ]:
        if vars(module).get(name) is original:
            monkeypatch.setattr(module, name, watched)


def _union(flags: list[Shows]) -> Shows:
    union = Shows(0)
    for flag in flags:
        union |= flag
    return union


@pytest.fixture(scope="module")
def warm(django_db_setup: None, django_db_blocker: Any) -> Iterator[Warm]:
    """A small community with all its pages in the caches; nothing of it is committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Warm(small_community())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def rows_of(warm: Warm, django_db_blocker: Any) -> dict[tuple[str, int], list[Row]]:
    """The rows that reach each call, by its file and line. Every row passes while nothing is left out."""
    reached: dict[tuple[str, int], list[Row]] = {(call.file, call.line): [] for call in CALLS}
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        current: list[Row] = []

        def note(caller: FrameType) -> None:
            for call in CALLS:
                rows = reached[call.file, call.line]
                if call.is_at(caller) and current[0] not in rows:
                    rows.append(current[0])

        for name in WATCHED:
            watch(patch, name, note)
        for row in ROWS:
            current[:] = [row]
            row.check(warm)
    return reached


def test_every_bump_and_every_change_is_found() -> None:
    names = {call.name for call in CALLS}

    assert names == set(WATCHED)
    assert len({(call.file, call.line) for call in CALLS}) > 20


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_a_row_fails_for_each_bump_that_is_left_out(
    warm: Warm, rows_of: dict[tuple[str, int], list[Row]], monkeypatch: pytest.MonkeyPatch, call: Call
) -> None:
    rows = rows_of[call.file, call.line]
    watch(monkeypatch, call.name, lambda caller: call if call.is_at(caller) else None)

    for row in rows:
        try:
            row.check(warm)
        except StalePage as failure:
            print(f"\n{call} | {failure}")  # noqa: T201 (the table of the closing note)
            return
    pytest.fail(f"{call}: no row notices it, of {', '.join(map(str, rows)) or 'none that reaches it'}")
