"""A page shell is rendered once for many viewers: it holds nothing personal, and each page equals an uncached one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.test import Client

from community.composing.operations import save_draft
from community.core.caching import shell_cache
from community.education import views as education
from community.education.operations import load_content
from community.forum import operations as forum
from community.forum.models import Post, Thread
from community.forum.views import groups, thread_page
from community.home import views as home
from community.members.models import Member
from tests.acts import make_member, reply
from tests.education.reading import CONTENT

type SignIn = Callable[[Member], Client]

ARTICLE = "/learn/recurrent-breast-cancer/symptoms-causes/"
TEMPLATES = Path(engines["django"].dirs[0])
PERSONAL = re.compile(r'{% personal "([a-z]+)" %}')
# What differs in each rendering: a masked token, the token of an empty form, the moment of the bell.
ONCE = re.compile(r'(?<=")([A-Za-z0-9]{64}|[0-9a-f-]{36}|\d{16})(?=")')


@pytest.fixture
def readers(thread: Thread, ines: Member, joan: Member, tess: Member) -> list[Member]:
    """One member without any activity, one who has read everything and follows, and one with all personal content."""
    load_content(CONTENT)
    for person in ("Anna", "Berta", "Carla"):
        reply(thread, make_member(person))
    forum.follow(thread, joan)
    forum.visit(joan, thread, first=1, number=thread.last_number)
    first = Post.objects.get(thread=thread, number=1)
    forum.give_support(first, tess, "hug")
    forum.visit(tess, thread, first=1, number=2)
    save_draft(tess, thread.key, body="<p>Words of hers</p>", rich=True)
    thread.refresh_from_db()
    return [ines, joan, tess]


@pytest.fixture
def shells(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The shells of the pages that are opened."""
    found: list[list[str]] = []
    fill = shell_cache._fill

    def note(name: str, parts: list[str], context: object) -> str:
        found.append(parts)
        return fill(name, parts, context)  # type: ignore[arg-type]

    monkeypatch.setattr(shell_cache, "_fill", note)
    return found


def paths(thread: Thread) -> list[str]:
    return [thread.get_absolute_url(), thread.group.get_absolute_url(), "/", "/learn/", ARTICLE]


def test_the_shell_is_the_same_whoever_it_was_rendered_for(
    thread: Thread, readers: list[Member], as_member: SignIn, shells: list[list[str]]
) -> None:
    for path in paths(thread)[1:]:
        for reader in readers:
            caches["posts"].clear()
            as_member(reader).get(path)
        assert all(shell == shells[0] for shell in shells)
        shells.clear()

    finished = {}
    for reader in readers:
        caches["posts"].clear()
        as_member(reader).get(thread.get_absolute_url())
        unfinished = "?page=last" not in "".join(shells[-1])
        assert finished.setdefault(unfinished, shells[-1]) == shells[-1]


def test_a_shell_contains_no_name_no_key_and_no_token(
    thread: Thread, readers: list[Member], as_member: SignIn, shells: list[list[str]]
) -> None:
    tess = readers[-1]
    client = as_member(tess)
    for path in paths(thread):
        caches["posts"].clear()
        page = client.get(path).text
        assert "Tess" in page
        texts = "".join(shells.pop()[::2])
        assert "Tess" not in texts
        assert f'data-member="{tess.pk}"' not in texts
        assert not ONCE.search(texts)


def test_a_page_from_the_shell_is_identical_to_one_rendered_for_its_viewer(
    thread: Thread, readers: list[Member], ruth: Member, as_member: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def alone(
        request: HttpRequest, name: str, shell: Callable[[], dict], personal: dict, **more: object
    ) -> HttpResponse:
        return render(request, name, {**shell(), **personal})

    def pages() -> list[str]:
        clients = [Client(headers={"cookie": "session=over"}), *map(as_member, [*readers, ruth])]
        return [ONCE.sub("", client.get(path).text) for client in clients for path in paths(thread)]

    monkeypatch.setattr(forum, "visit", lambda *args, **more: None)  # at the second visit everything is read
    render_shell, again = pages(), pages()
    for views in (thread_page, groups, home, education):
        monkeypatch.setattr(views, "render_shell", alone)

    assert render_shell == again == pages()


def test_each_placeholder_has_a_name_of_its_own() -> None:
    names = [name for file in TEMPLATES.rglob("*.html") for name in PERSONAL.findall(file.read_text())]
    assert names
    assert len(names) == len(set(names))


def test_no_placeholder_is_within_a_cached_part() -> None:
    for file in TEMPLATES.rglob("*.html"):
        for cached in re.findall(r"{% cache .*?{% endcache %}", file.read_text(), re.DOTALL):
            assert not PERSONAL.search(cached), file
