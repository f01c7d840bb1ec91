"""No page loads a column of a row by itself: what it shows is named in the query of its rows (models, `for_page`)."""

from typing import Any

import pytest
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.test import Client

from community.forum.models import Post, Thread
from tests import world as making
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The columns that were loaded one by one."""
    columns: list[str] = []
    get = DeferredAttribute.__get__

    def noting(attribute: DeferredAttribute, instance: models.Model | None, owner: Any = None) -> Any:
        if instance is not None and attribute.field.attname not in instance.__dict__:
            columns.append(f"{type(instance).__name__}.{attribute.field.attname}")
        return get(attribute, instance, owner)

    monkeypatch.setattr(DeferredAttribute, "__get__", noting)
    return columns


@pytest.fixture
def world() -> World:
    """Content of every kind: edited, removed, labelled, held, answering, with pictures and hugs."""
    world = making.people()
    making.fill(world)
    return world


def test_the_check_notices_a_column_that_is_not_in_the_query(thread: Thread, loaded: list[str]) -> None:
    (post,) = Post.objects.filter(thread=thread).for_page()

    assert str(post.plain)
    assert loaded == ["Post.plain"]


@pytest.mark.parametrize("role", ["guest", "member", "author", "moderator"])
def test_no_page_of_discussions_loads_columns_one_by_one(
    world: World, loaded: list[str], settings: Any, role: str
) -> None:
    settings.PAGE_CACHE = 0
    browser = Client() if role == "guest" else world.browser_of(role)
    for thread in Thread.objects.all():
        browser.get(thread.get_absolute_url())
        browser.get(f"{thread.get_absolute_url()}?page=last")
        browser.get(f"{thread.get_absolute_url()}?show=supported")
        browser.get(thread.group.get_absolute_url())
    for path in ("/", "/saved/", "/posts/mine/", "/drafts/", "/notifications/"):
        browser.get(path)

    assert sorted(set(loaded)) == []
