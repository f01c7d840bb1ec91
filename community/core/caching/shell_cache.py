"""Pages of which the most is made once for many readers: a shared, with holes for what is each reader's own.

A template says what is personal with {% personal "menu" %} ... {% endpersonal %} (templatetags/personal.py). The rest is made for a
reader of no name, from what `render_shell` is told that many see the same, and kept while its version stays the same. The
request that it is made with has no name, no key, no session and no token in it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context, NodeList
from django.template.context import make_context
from django.template.loader import get_template
from django.utils.translation import get_language

from community.core.caching.versioned_cache import get_or_build, key_of
from community.core.caching.viewer import ViewerTraits, traits_of
from community.core.display import COOKIE

PLACEHOLDER = "<!--personal:{}-->"  # begins with "<", which nobody can write into a text
PLACEHOLDERS = re.compile(PLACEHOLDER.format("([a-z]+)"))
BUILDING_SHELL = "building_shell"  # in the context while a shared is built

# What fills each hole; templatetags/personal.py puts it here when a template is read.
personal_nodes: dict[str, NodeList] = {}


def render_shell(
    request: HttpRequest,
    name: str,
    shared: Callable[[], Mapping[str, Any]],
    personal: Mapping[str, Any],
    *,
    key: tuple[object, ...],
    version: tuple[object, ...] | None,
) -> HttpResponse:
    """As django.shortcuts.render; what stands outside of {% personal %} comes from what is kept.

    Only where nothing is, `shared` gives what that part shows: the same for the page's address, `key` and `version`,
    which was read before (None keeps nothing). A hole sees `hers` and what every page knows, and nothing that a
    template sets on the way to it."""
    reader, language = traits_of(request), get_language()

    def build() -> list[str]:
        return PLACEHOLDERS.split(
            get_template(name).render({**shared(), BUILDING_SHELL: True}, anonymous_copy(request, reader))
        )

    where = key_of("shared", name, request.get_full_path(), language, reader, *key)
    parts = build() if version is None else get_or_build(where, version, build)
    return HttpResponse(_fill(name, parts, make_context({**personal, "LANGUAGE": language}, request)))


def _fill(name: str, parts: list[str], context: Context) -> str:
    """The page: `parts` are text, the name of a hole, text, and so on."""
    page: Any = get_template(name)
    template = page.template
    filled = list(parts)
    with context.render_context.push_state(template), context.bind_template(template):
        for place in range(1, len(filled), 2):
            filled[place] = personal_nodes[filled[place]].render(context)
    return "".join(filled)


def anonymous_copy(request: HttpRequest, reader: ViewerTraits) -> HttpRequest:
    """A request for the same page without anything that says whose it is."""
    blank = HttpRequest()
    blank.method, blank.path, blank.path_info = "GET", request.path, request.path_info
    vars(blank)["user"] = reader
    blank.META = {"QUERY_STRING": request.META.get("QUERY_STRING", "")}
    blank.COOKIES = {COOKIE: request.COOKIES.get(COOKIE, "")}  # a guest's display
    return blank
