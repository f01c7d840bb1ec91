"""Pages of which the most is made once for many readers: a frame, with holes for what is each reader's own.

A template says what is hers with {% hers "menu" %} ... {% endhers %} (templatetags/personal.py). The rest is made for a
reader of no name, from what `framed` is told that many see the same, and kept while its version stays the same. The
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

from community.core.display import COOKIE
from community.core.caching.versioned_cache import key_of, made_once
from community.core.caching.viewer import SomeReader, somebody_like

HOLE = "<!--hers:{}-->"  # begins with "<", which nobody can write into a text
BETWEEN = re.compile(HOLE.format("([a-z]+)"))
IN_FRAME = "in_frame"  # in the context while a frame is made

# What fills each hole; templatetags/personal.py puts it here when a template is read.
fillings: dict[str, NodeList] = {}


def framed(
    request: HttpRequest,
    name: str,
    frame: Callable[[], Mapping[str, Any]],
    hers: Mapping[str, Any],
    *,
    key: tuple[object, ...],
    version: tuple[object, ...] | None,
) -> HttpResponse:
    """As django.shortcuts.render; what stands outside of {% hers %} comes from what is kept.

    Only where nothing is, `frame` gives what that part shows: the same for the page's address, `key` and `version`,
    which was read before (None keeps nothing). A hole sees `hers` and what every page knows, and nothing that a
    template sets on the way to it."""
    reader, language = somebody_like(request), get_language()

    def make() -> list[str]:
        return BETWEEN.split(get_template(name).render({**frame(), IN_FRAME: True}, _from_nobody(request, reader)))

    where = key_of("frame", name, request.get_full_path(), language, reader, *key)
    parts = make() if version is None else made_once(where, version, make)
    return HttpResponse(_filled(name, parts, make_context({**hers, "LANGUAGE": language}, request)))


def _filled(name: str, parts: list[str], context: Context) -> str:
    """The page: `parts` are text, the name of a hole, text, and so on."""
    page: Any = get_template(name)
    template = page.template
    filled = list(parts)
    with context.render_context.push_state(template), context.bind_template(template):
        for place in range(1, len(filled), 2):
            filled[place] = fillings[filled[place]].render(context)
    return "".join(filled)


def _from_nobody(request: HttpRequest, reader: SomeReader) -> HttpRequest:
    """A request for the same page without anything that says whose it is."""
    blank = HttpRequest()
    blank.method, blank.path, blank.path_info = "GET", request.path, request.path_info
    vars(blank)["user"] = reader
    blank.META = {"QUERY_STRING": request.META.get("QUERY_STRING", "")}
    blank.COOKIES = {COOKIE: request.COOKIES.get(COOKIE, "")}  # a guest's display
    return blank
