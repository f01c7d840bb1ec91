"""A page renders few templates, whatever its size: its shell and the parts that viewers share are cached.

Each template counts once for each time it is rendered.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.signals import template_rendered

from community.forum import operations as forum
from tests.acts import make_member, reply, start

THREAD_MEMBER = 3
GROUP_MEMBER = 3  # with how the member follows or mutes it


def templates_of(act: Callable[[], Any]) -> list[str]:
    """Return the names of all templates that `act` renders, in order."""
    found: list[str] = []

    def note(template: Any, **about: Any) -> None:
        found.append(str(template.name))

    template_rendered.connect(note)
    try:
        act()
    finally:
        template_rendered.disconnect(note)
    return found


@pytest.fixture
def talk(group, maria, topic):
    """Create a discussion of this many posts by as many members."""

    def make(posts: int):
        thread = start(group, maria, "By many", topics=[topic]).thread
        for number in range(posts - 1):
            reply(thread, make_member(f"Person{number}"))
        return thread

    return make


def test_a_page_cached_for_guests_renders_nothing(talk, guest):
    path = talk(3).get_absolute_url()
    guest.get(path)

    assert templates_of(lambda: guest.get(path)) == []


@pytest.mark.parametrize("posts", [2, 20])
def test_a_members_page_of_a_discussion(talk, joan, tess, as_member, posts):
    thread = talk(posts)
    as_member(tess).get(thread.get_absolute_url())
    client = as_member(joan)

    found = templates_of(lambda: client.get(thread.get_absolute_url()))

    assert len(found) == THREAD_MEMBER, found


@pytest.mark.parametrize("posts", [2, 20])
def test_a_page_from_a_cached_shell_renders_the_personal_parts_alone(talk, joan, as_member, posts):
    thread = talk(posts)
    mine = reply(thread, joan)
    forum.give_support(thread.posts.get(number=1), joan, "hug")
    client = as_member(joan)
    path = thread.url_of(mine)
    client.get(path)

    found = templates_of(lambda: client.get(path))

    assert len(found) == THREAD_MEMBER, found


@pytest.mark.parametrize("threads", [1, 15])
def test_a_members_list_of_a_group(group, topic, maria, joan, tess, as_member, threads):
    for number in range(threads):
        start(group, maria, f"Discussion {number}", topics=[topic])
    as_member(tess).get(group.get_absolute_url())
    client = as_member(joan)

    found = templates_of(lambda: client.get(group.get_absolute_url()))

    assert len(found) == GROUP_MEMBER, found
