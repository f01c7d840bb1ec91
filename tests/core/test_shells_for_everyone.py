"""Every page of the catalogue is the same from the caches as built without them, for every role, in both languages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from tests import world as making
from tests.page_catalogue import CATALOGUE
from tests.page_variants import PageVariant
from tests.world import World

pytestmark = pytest.mark.django_db
ROLES = ("guest", "member", "mentor", "moderator", "editor", "administrator")
LANGUAGES = ("en", "es")
# Responses to a POST are never cached, and the empty site has pages of its own in tests/core/test_page_cache.py.
PAGES = [variant for variant in CATALOGUE if variant.send is None and not variant.bare]
# What differs in each response: a masked token, the token of an empty form, the moment of the bell, and the secret of a
# second step that is being set up.
ONCE = re.compile(r'(?<=")([A-Za-z0-9]{64}|[0-9a-f-]{36}|\d{16})(?=")|\b[A-Z2-7]{32}\b|data:image/svg[^"]+')


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A community with content of every kind, and a browser of everybody; nothing of it is committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = making.people()
        making.fill(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, Client]:
    """A browser of each role."""
    return {role: world.browser_of(role) for role in ROLES}


def page(browsers: dict[str, Client], role: str, path: str, language: str) -> tuple[int, str, str]:
    """Open a page and leave no trace of it, such as a visit: its status, where it leads and its text."""
    browser = Client() if role == "guest" else browsers[role]  # a page may start a session
    with transaction.atomic():
        answer = browser.get(path, headers={"accept-language": language})
        transaction.set_rollback(True)
    return answer.status_code, answer.get("Location", ""), ONCE.sub("", answer.text)


def forget() -> None:
    """Clear every cache."""
    for name in ("default", "pages", "posts", "parts"):
        caches[name].clear()


@time_machine.travel(timezone.now(), tick=False)
def differing(browsers: dict[str, Client], path: str, languages: tuple[str, ...], roles: list[str]) -> list[str]:
    """Open a page as each of `roles`, with what all the others left in the caches, and again without caches."""
    forget()
    for language in languages:
        for role in roles:
            page(browsers, role, path, language)
    viewers = [(role, language) for role in roles for language in languages]
    cached = {viewer: page(browsers, viewer[0], path, viewer[1]) for viewer in viewers}
    different = []
    with override_settings(PAGE_CACHE=0):
        for role, language in viewers:
            forget()
            if page(browsers, role, path, language) != cached[role, language]:
                different.append(f"{path} for {role} in {language}")
    return different


def some_roles(number: int, variant: PageVariant) -> list[str]:
    """One role that has this page, another one for each page, after one whose caches it finds."""
    having = [role for role in ROLES if role in variant.who] or list(ROLES)
    role = having[number % len(having)]
    others = [other for other in having if other != role] or [other for other in ROLES if other != role]
    return [others[number % len(others)], role]


# In each run of the tests each page that a member or guest opens first; the staff's, like all else, in the long ones.
@pytest.mark.parametrize(
    ("number", "variant"),
    [
        pytest.param(number, variant, marks=() if variant.who[0] in ("guest", "member") else pytest.mark.long)
        for number, variant in enumerate(PAGES)
    ],
    ids=map(str, PAGES),
)
def test_a_page_from_the_caches_is_as_built_without_them(
    world: World, browsers: dict[str, Client], number: int, variant: PageVariant
) -> None:
    language = LANGUAGES[number // len(ROLES) % 2]

    assert not differing(browsers, variant.path_in(world), (language,), some_roles(number, variant))


@pytest.mark.long
@pytest.mark.parametrize("variant", PAGES, ids=str)
def test_a_page_from_the_caches_is_so_for_every_role_in_both_languages(
    world: World, browsers: dict[str, Client], variant: PageVariant
) -> None:
    assert not differing(browsers, variant.path_in(world), LANGUAGES, list(ROLES))


def test_the_caches_are_in_use(world: World, browsers: dict[str, Client]) -> None:
    forget()
    for role in ROLES:
        page(browsers, role, "/", "en")

    assert caches["pages"]._cache
    assert caches["posts"]._cache
