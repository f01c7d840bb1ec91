"""Pages that are the same for every guest, made once and kept until what they show has changed.

A view says what its page depends on with `shared`: a function that reads versions, in one statement. Every change of
what a page shows raises one of them in its own transaction, so a kept page is right or is not found; time alone keeps
and ends nothing. Members' pages are never kept here.
"""

import hashlib
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.module_loading import import_string

from community.core.caching.versioned_cache import key_of, release
from community.core.models import SiteVersion
from community.core.viewer_display import display_class

type Version = tuple[object, ...]
type VersionOf = Callable[..., Version | None]

# A guest with one of these may see what no other does: she was a member just now, or a sentence waits for her.
PERSONAL = {settings.SESSION_COOKIE_NAME, "messages"}
WAITED_FOR = 512  # keys that one process makes at once, at most, without making one of them twice


@dataclass(frozen=True)
class Shared:
    """What `shared` says of a view."""

    version: VersionOf | str
    query: frozenset[str]


@dataclass(frozen=True)
class KeptPage:
    """An answer as it is sent, with the version of what it shows."""

    version: Version
    headers: list[tuple[str, str]]
    body: bytes


def shared[View: Callable[..., Any]](
    version: VersionOf | str, *, query: Collection[str] = ()
) -> Callable[[View], View]:
    """Keep the view's answers to guests while `version(request, **arguments)` stays the same; None keeps nothing.

    A name stands for what a higher floor knows: settings.PAGE_VERSIONS says which function that is.
    `query` names the parameters that the page knows: an address with any other is answered, and not kept."""

    def declare(view: View) -> View:
        vars(view)["shared"] = Shared(version, frozenset(query))
        return view

    return declare


class SharedPages:
    """Answer guests from the kept pages; stands before everything that knows sessions and compresses answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.making: dict[str, threading.Lock] = {}
        self.waiting = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The kept page, or the answer as usual, which is kept if it may be."""
        match = shared_page(request) if settings.PAGE_CACHE and is_for_all(request) else None
        if match is None:
            return self.get_response(request)
        key = key_for(request)  # refuses a wrong name of the site
        found = version_of(request, match)
        if found is None:
            return self.get_response(request)
        page = kept(key, found)
        if page is None:
            with self.alone(key):
                page = kept(key, found)
                if page is None:
                    response = self.get_response(request)
                    page = keep(key, found, response, surrogate_keys(match))
                    if page is None:
                        return response
        return answer(request, page)

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Of many who ask for the same page at once, one makes it and the others wait for it."""
        with self.waiting:
            if len(self.making) >= WAITED_FOR:
                self.making.clear()
            lock = self.making.setdefault(key, threading.Lock())
        try:
            with lock:
                yield
        finally:
            self.making.pop(key, None)


def is_for_all(request: HttpRequest) -> bool:
    """Whether the answer can be one that everybody gets."""
    if request.method != "GET" or "HX-Request" in request.headers:
        return False
    return PERSONAL.isdisjoint(request.COOKIES)


def shared_page(request: HttpRequest) -> ResolverMatch | None:
    """Where the address leads, if that is a page that is shared, asked for with parameters that it knows."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    declared: Shared | None = getattr(match.func, "shared", None)
    return match if declared and declared.query.issuperset(request.GET) else None


def version_of(request: HttpRequest, match: ResolverMatch) -> Version | None:
    """What the page depends on now; None where it is nobody's or not for all."""
    named: VersionOf | str = vars(match.func)["shared"].version
    read: VersionOf = import_string(settings.PAGE_VERSIONS[named]) if isinstance(named, str) else named
    try:
        return read(request, *match.args, **match.kwargs)
    except DatabaseError:  # "Get help now" needs no database: the view says what is possible
        return None


def version_named(name: str, request: HttpRequest) -> Version | None:
    """What a page depends on that shows what a higher floor knows: settings.PAGE_VERSIONS says which function tells."""
    read: VersionOf = import_string(settings.PAGE_VERSIONS[name])
    return read(request)


def key_for(request: HttpRequest) -> str:
    """Which page it is: its address, and all that makes it look or read in another way."""
    return key_of(
        release(),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        translation.get_language_from_request(request),
        display_class().from_cookies(request.COOKIES),
        "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "",
    )


def kept(key: str, version: Version) -> KeptPage | None:
    """The page under this key, if it shows this version."""
    page: KeptPage | None = caches["pages"].get(key)
    return page if page and page.version == version else None


def keep(key: str, version: Version, response: HttpResponse, named: Collection[str] = ()) -> KeptPage | None:
    """Keep an answer that is a whole page and sets no cookie; None for any other.

    `version` was read before the page was made: what shows something newer is made once more, never the reverse.
    `named` are its surrogate keys."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return None
    if "private" in response.get("Cache-Control", "") or "no-store" in response.get("Cache-Control", ""):
        return None
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "Cookie"])
    response["Cache-Control"] = cache_control()
    if settings.CDN_KEYS and named:
        separator = "," if settings.CDN_KEYS.lower().endswith("tag") else " "  # Cache-Tag, Edge-Cache-Tag
        response[settings.CDN_KEYS] = separator.join(named)
    response["ETag"] = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    page = KeptPage(version, list(response.items()), response.content)
    caches["pages"].set(key, page, timeout=None)
    return page


def cache_control() -> str:
    """A browser asks each time whether its copy is right; what stands before us may answer so long without asking."""
    seconds = settings.CDN_SECONDS
    shared_by_others = f", s-maxage={seconds}, stale-while-revalidate={seconds}" if seconds else ""
    return f"max-age=0, must-revalidate{shared_by_others}"


def surrogate_keys(match: ResolverMatch) -> list[str]:
    """By which names a content delivery network may be told to forget a page: "thread-12 thread site"."""
    name = str(match.url_name)
    return [f"{name}-{value}" for value in list(match.kwargs.values())[:1]] + [name, "site"]


def of_site(request: HttpRequest, **address: Any) -> Version | None:
    """Pages of words alone: they change when the site does."""
    number = SiteVersion.objects.values_list("number", flat=True).first()
    return None if number is None else (number,)


def answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    """The kept page, or 304 to whoever has it already."""
    response = HttpResponse(page.body, headers=dict(page.headers))
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
