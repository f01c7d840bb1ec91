"""Cache the shell of a page for many viewers, and render what is personal for each ("donut caching").

A template marks what is personal with {% personal "menu" %} ... {% endpersonal %} (templatetags/personal.py). The rest
is rendered from ViewerTraits and a request without session, name or token, and cached while its version stays the
same, with a placeholder for each personal part.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Context, NodeList
from django.template.context import make_context
from django.template.loader import get_template
from django.utils.translation import get_language

from community.core.caching.versioned_cache import get_or_build, key_of
from community.core.caching.viewer import AnonymousRequest, PersonalValue, ViewerTraits, traits_of

PLACEHOLDER = "<!--personal:{}-->"  # begins with "<", which rich text never contains unescaped
PLACEHOLDERS = re.compile(PLACEHOLDER.format("([a-z]+)"))
BUILDING_SHELL = "building_shell"  # set in the context while a shell is rendered
PERSONAL_CONTEXT = ("bell", "csrf_token", "messages")  # from context processors

# The contents of each {% personal %} by name; templatetags/personal.py adds them when a template is compiled.
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
    """Render a template as django.shortcuts.render does, with everything outside {% personal %} from the cache.

    `shared` returns the context of the shell, and is called only on a miss; it must depend on nothing but the
    address, `key` and `version`. Read the version before calling: a race can only cause one extra rebuild. None
    caches nothing. A personal part sees `personal` and the context processors, not what the template sets around it."""
    traits, language = traits_of(request), get_language()

    def build() -> list[str]:
        refused = {name: PersonalValue(name, traits) for name in PERSONAL_CONTEXT}
        context = {**shared(), **refused, BUILDING_SHELL: True}
        shell = get_template(name).render(context, anonymous_copy(request, traits))
        traits.check()
        return PLACEHOLDERS.split(shell)

    cache_key = key_of("shell", name, request.get_full_path(), language, traits, *key)
    parts = build() if version is None else get_or_build(cache_key, version, build)
    return HttpResponse(_fill(name, parts, make_context({**personal, "LANGUAGE": language}, request)))


def _fill(name: str, parts: list[str], context: Context) -> str:
    """Render the personal parts: `parts` alternates between text and the name of a placeholder."""
    page: Any = get_template(name)
    template = page.template
    filled = list(parts)
    with context.render_context.push_state(template), context.bind_template(template):
        for index in range(1, len(filled), 2):
            filled[index] = personal_nodes[filled[index]].render(context)
    return "".join(filled)


def anonymous_copy(request: HttpRequest, traits: ViewerTraits) -> HttpRequest:
    """The request as a shared part may see it."""
    copy = AnonymousRequest()
    copy.method, copy.path, copy.path_info = "GET", request.path, request.path_info
    copy.GET = request.GET
    vars(copy)["user"] = traits  # django-stubs know only members and guests here
    copy.META = {"QUERY_STRING": request.META.get("QUERY_STRING", "")}
    cookie = settings.DISPLAY_COOKIE_NAME  # a guest's display
    copy.COOKIES = {cookie: request.COOKIES.get(cookie, "")}
    return copy
