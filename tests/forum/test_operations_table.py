"""After each operation of each app, every cached page is what the database says (tests/operations_table.py)."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.operations_table import BESIDE_OPERATIONS, ROWS, Row, Warm, operations, small_community

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def warm(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Warm]:
    """A small community with all its pages in the caches; nothing of it is committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Warm(small_community())
        transaction.set_rollback(True)


def test_every_operation_has_a_row() -> None:
    listed = {row.operation for row in ROWS} - BESIDE_OPERATIONS

    assert listed == set(operations()), "each operation needs a row in ROWS (tests/operations_table.py)"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_after_it_every_page_is_as_if_nothing_was_cached(warm: Warm, row: Row) -> None:
    row.check(warm)
