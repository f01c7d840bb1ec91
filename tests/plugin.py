"""Databases, services and browsers for the tests."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests import services

BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_configure() -> None:
    """Compare pages as they are shown, however their templates are formatted."""
    from tests.markup import show_pages

    show_pages()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark tests that need a browser: here, before -m selects."""
    if item.path.is_relative_to(BROWSER_TESTS):
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run browser tests last: Playwright's loop stays in the process once it has started.

    On PostgreSQL, leave out what asks the database nothing: it runs on SQLite, and would be the same."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if connection.vendor == "postgresql":
        same = [item for item in items if not uses_database(item)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if uses_database(item)]


def uses_database(item: pytest.Item) -> bool:
    """Return whether a test may query the database, by its fixtures and its mark."""
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def pytest_sessionfinish() -> None:
    """Delete the images of this run."""
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is. Without it: a failure in CI, a skipped test elsewhere."""
    return _get(services.chromium)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty database on a PostgreSQL of our own. Without it: a failure in CI, a skipped test elsewhere."""
    yield from _run(services.postgres)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis of our own. Without it: a failure in CI, a skipped test elsewhere."""
    yield from _run(services.redis)


@pytest.fixture(scope="session")
def gettext() -> None:
    """GNU gettext's programs. Without them: a failure in CI, a skipped test elsewhere."""
    _get(lambda: services.find("xgettext", package="gettext"))


def _run(service: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    running = service()
    url = _get(running.__enter__)
    try:
        yield url
    finally:
        running.__exit__(None, None, None)


def _get(what: Callable[[], str]) -> str:
    try:
        return what()
    except services.Missing as missing:
        if services.IN_CI:
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))
