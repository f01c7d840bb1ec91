"""Database connections."""

from pathlib import Path

import pytest
from django.db import connection

from community.core.models import SiteVersion
from config import stores


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans")
def test_a_repeated_statement_is_planned_once(db: None) -> None:
    for _ in range(10):
        list(SiteVersion.objects.filter(number__gt=0))

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        planned = [statement for (statement,) in cursor.fetchall()]
    assert any("siteversion" in statement and "$1" in statement for statement in planned)


def test_the_address_of_a_database_may_say_otherwise() -> None:
    pooled = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"prepare_threshold": 1_000_000}}

    options = stores.databases(pooled, Path())["default"]["OPTIONS"]

    assert options == {"server_side_binding": True, "prepare_threshold": 1_000_000}
