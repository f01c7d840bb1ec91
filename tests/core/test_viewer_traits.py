"""A cached part of a page that asks for something personal raises: it never renders a silent blank."""

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from community.core.caching.shell_cache import render_shell
from community.core.caching.viewer import PersonalInShell, ViewerTraits
from community.members.models import Member

SHELLS = {
    "name": "{{ user.username }}",
    "nested": "{{ user.group.name }}",
    "filter": "{{ user.email|default:'nobody' }}",
    "condition": "{% if user.labels_to_mute %}muted{% endif %}",
    "comparison": "{% if user.role == 'moderator' %}staff{% endif %}",
    "loop": "{% for one in user.notifications.unread %}{{ one }}{% endfor %}",
    "variable": "{% with name=user.username %}{{ name }}{% endwith %}",
    "permission": "{% if perms.forum %}staff{% endif %}",
    "session": "{{ request.session.anything }}",
    "session in a condition": "{% if request.session.anything %}yes{% endif %}",
    "middleware": "{% if request.htmx %}yes{% endif %}",
    "token": "<form>{% csrf_token %}</form>",
    "messages": "{% if messages %}yes{% endif %}",
    "bell": "{{ bell.unread }}",
}
SHARED = "{{ user.theme }} {{ user.is_authenticated }} {{ request.GET.page }} {{ request.path }}"
ENGINE = settings.TEMPLATES[0]
LOADER = ("django.template.loaders.locmem.Loader", {**SHELLS, "shared": SHARED})
OPTIONS = {**ENGINE["OPTIONS"], "loaders": [LOADER]}
TEMPLATES = [{"BACKEND": ENGINE["BACKEND"], "OPTIONS": OPTIONS}]


@pytest.fixture
def page(ines: Member, rf: RequestFactory) -> HttpRequest:
    """A page that Ines asks for."""
    request = rf.get("/groups/", {"page": "3"})
    request.user = ines
    return request


@pytest.mark.parametrize("name", SHELLS)
@override_settings(TEMPLATES=TEMPLATES)
def test_something_personal_outside_a_personal_part_raises(page: HttpRequest, name: str) -> None:
    with pytest.raises(PersonalInShell, match=r"\{% personal %\}"):
        render_shell(page, name, dict, {}, key=(), version=None)


@override_settings(TEMPLATES=TEMPLATES)
def test_traits_and_the_address_are_there(page: HttpRequest, ines: Member) -> None:
    ines.theme = "dark"

    assert render_shell(page, "shared", dict, {}, key=(), version=None).text == "dark True 3 /groups/"


def test_python_and_django_may_probe_the_traits() -> None:
    traits = ViewerTraits()

    assert not hasattr(traits, "_wrapped")
    assert not hasattr(traits, "__html__")
    assert not hasattr(traits, "resolve_expression")
    traits.check()
    with pytest.raises(PersonalInShell):
        _ = traits.username
    with pytest.raises(PersonalInShell, match=r"user\.username"):
        traits.check()
