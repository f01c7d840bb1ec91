"""Databases, services and browsers for the tests."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.models.signals import post_migrate

from tests import services

BASE = settings.BASE_DIR
BROWSER_TESTS, LONG_TESTS = BASE / "tests" / "browser", BASE / "tests" / "long"
# Files with tests that take seconds for each of their cases.
FIRST_CASES = (
    "tests/browser",
    "tests/composing/test_damaged_jpegs.py",
    "tests/composing/test_picture_colours.py",
    "tests/composing/test_pii_time.py",
    "tests/forum/test_deferred_columns.py",
    "tests/live/test_separate_processes.py",
    "tests/members/test_admin_secrets.py",
    "tests/members/test_card.py",
    "tests/members/test_come_back_after_sign_up.py",
    "tests/members/test_create_administrator.py",
    "tests/members/test_sign_in_limits.py",
)
_collected: set[tuple[Path, str]] = set()
# On PostgreSQL these are long tests: pages, caches, commands and processes, whose rows are written and read by
# operations and selectors that other tests run on both engines.
SAME_ON_BOTH = (
    "tests/bench",
    "tests/composing/test_hostile_images.py",
    "tests/composing/test_images.py",
    "tests/core/test_cookies_off.py",
    "tests/core/test_error_pages.py",
    "tests/core/test_form_errors.py",
    "tests/core/test_hostile_addresses.py",
    "tests/core/test_members_limits.py",
    "tests/core/test_page_cache.py",
    "tests/core/test_redis_away.py",
    "tests/core/test_shell_cache.py",
    "tests/core/test_shells_for_everyone.py",
    "tests/demo",
    "tests/education/test_content.py",
    "tests/education/test_language.py",
    "tests/education/test_learn_about.py",
    "tests/education/test_member_page_cache.py",
    "tests/education/test_procedures.py",
    "tests/education/test_reading.py",
    "tests/forum/test_blocked_everywhere.py",
    "tests/forum/test_composer_page.py",
    "tests/forum/test_counts.py",
    "tests/forum/test_deferred_columns.py",
    "tests/forum/test_includes.py",
    "tests/forum/test_muted_discussions.py",
    "tests/forum/test_operations_table.py",
    "tests/forum/test_privacy_check.py",
    "tests/forum/test_statements.py",
    "tests/home/test_direction.py",
    "tests/live/test_holding_clients.py",
    "tests/live/test_processes.py",
    "tests/live/test_separate_processes.py",
    "tests/live/test_socket.py",
    "tests/live/test_socket_messages.py",
    "tests/live/test_socket_origin.py",
    "tests/live/test_socket_rights.py",
    "tests/members/test_admin_secrets.py",
    "tests/members/test_create_administrator.py",
    "tests/members/test_sign_in_limits.py",
    "tests/members/test_sign_up_names.py",
    "tests/moderation/test_moderator_access.py",
    "tests/moderation/test_transitions.py",
    "tests/notifications/test_order_of_rules.py",
    "tests/test_access.py",
    "tests/test_page_catalogue.py",
    "tests/test_translation.py",
)


def pytest_configure() -> None:
    """Compare pages as they are shown, however their templates are formatted."""
    from tests.markup import show_pages

    show_pages()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark tests that need a browser, and those that are long by a rule: here, before -m selects.

    Of a test that takes seconds, the first case is ordinary and the other cases are long."""
    if connection.vendor == "postgresql" and is_one_of(SAME_ON_BOTH, item.path):
        item.add_marker(pytest.mark.long)
    if item.path.is_relative_to(BROWSER_TESTS):
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group(item.path.name))
    if is_one_of(FIRST_CASES, item.path):
        test = (item.path, getattr(item, "originalname", item.name))
        if test in _collected:
            item.add_marker(pytest.mark.long)
        _collected.add(test)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import the long tests when they are not asked for: some generate their cases."""
    unasked = "not long" in config.getoption("markexpr", "")
    return True if unasked and collection_path == LONG_TESTS else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run browser tests last: Playwright's loop stays in the process once it has started.

    On PostgreSQL, leave out what asks the database nothing: it runs on SQLite, and would be the same."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if connection.vendor == "postgresql":
        same = [item for item in items if not uses_database(item)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if uses_database(item)]


def is_one_of(names: Sequence[str], path: Path) -> bool:
    """Return whether a file of tests is among these names, by itself or with its folder."""
    return any(path.is_relative_to(BASE / name) for name in names)


def uses_database(item: pytest.Item) -> bool:
    """Return whether a test may query the database, by its fixtures and its mark."""
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def pytest_sessionfinish() -> None:
    """Delete the images and the collected static files of this run."""
    for folder in (settings.MEDIA_ROOT, settings.VAR_DIR / f"static-{os.getpid()}"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Create the tables as usual. Django's permissions are not created again after each test that commits.

    Roles decide here, not permissions, and creating them takes longer than emptying all tables."""
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


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


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays until the end: modules, tests, models."""
    gc.collect()
    gc.freeze()
