"""Cache whole pages that are the same for every guest.

A view declares with `shared` the function that reads, in one statement, the versions its page depends on. Every change
of what a page shows bumps one of them in its own transaction, so a cached page is current or is not found; nothing
expires by time. Members' pages are never cached here.
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
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.module_loading import import_string

from community.core.caching.versioned_cache import key_of, release
from community.core.models import SiteVersion
from community.core.text.languages import language_of
from community.core.viewer_display import display_class

type Version = tuple[object, ...]
type VersionOf = Callable[..., Version | None]

# A guest with one of these cookies may see a page of their own: just signed out, or with a message to show.
PERSONAL = {settings.SESSION_COOKIE_NAME, "messages"}
MOST_LOCKS = 512  # pages that one process renders at once, at most, each by one thread alone


@dataclass(frozen=True)
class Shared:
    """How a view's pages may be cached: see `shared`."""

    version: VersionOf | str
    query: frozenset[str]


@dataclass(frozen=True)
class CachedPage:
    """A response as it is sent, with the version of what it shows."""

    version: Version
    headers: list[tuple[str, str]]
    body: bytes


def shared[View: Callable[..., Any]](
    version: VersionOf | str, *, query: Collection[str] = ()
) -> Callable[[View], View]:
    """Cache the view's responses to guests while `version(request, **arguments)` stays the same; None caches nothing.

    A string names a function of a higher layer in settings.PAGE_VERSIONS. `query` names the parameters that the page
    knows: an address with any other is served, and not cached."""

    def declare(view: View) -> View:
        vars(view)["shared"] = Shared(version, frozenset(query))
        return view

    return declare


class SharedPages:
    """Serve guests from the cache; comes before the middleware for sessions and compression."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.locks: dict[str, threading.Lock] = {}
        self.lock_of_locks = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the cached page, or the view's response, cached where it may be."""
        match = shared_page(request) if settings.PAGE_CACHE and is_for_all(request) else None
        if match is None:
            return self.get_response(request)
        key = key_for(request)  # refuses a wrong name of the site
        version_now = version_of(request, match)
        if version_now is None:
            return self.get_response(request)
        page = cached_page(key, version_now)
        if page is None:
            with self.single_flight(key):
                page = cached_page(key, version_now)
                if page is None:
                    response = self.get_response(request)
                    page = store_page(key, version_now, response, surrogate_keys(match))
                    if page is None:
                        return response
        return answer(request, page)

    @contextmanager
    def single_flight(self, key: str) -> Iterator[None]:
        """Let one thread render a page, while others that want the same page wait for it."""
        with self.lock_of_locks:
            if len(self.locks) >= MOST_LOCKS:
                self.locks.clear()
            lock = self.locks.setdefault(key, threading.Lock())
        try:
            with lock:
                yield
        finally:
            self.locks.pop(key, None)


def is_for_all(request: HttpRequest) -> bool:
    """Whether the response may be the same for everybody."""
    if request.method != "GET" or "HX-Request" in request.headers:
        return False
    return PERSONAL.isdisjoint(request.COOKIES)


def shared_page(request: HttpRequest) -> ResolverMatch | None:
    """The view of the address, if its pages are shared and it knows all parameters."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    declared: Shared | None = getattr(match.func, "shared", None)
    return match if declared and declared.query.issuperset(request.GET) else None


def version_of(request: HttpRequest, match: ResolverMatch) -> Version | None:
    """The current version of the page; None when it does not exist or is not public."""
    declared: VersionOf | str = vars(match.func)["shared"].version
    read: VersionOf = import_string(settings.PAGE_VERSIONS[declared]) if isinstance(declared, str) else declared
    try:
        return read(request, *match.args, **match.kwargs)
    except DatabaseError:  # "Get help now" needs no database: the view says what is possible
        return None


def version_named(name: str, request: HttpRequest) -> Version | None:
    """The version of what a higher layer shows on a page, by its name in settings.PAGE_VERSIONS."""
    read: VersionOf = import_string(settings.PAGE_VERSIONS[name])
    return read(request)


def key_for(request: HttpRequest) -> str:
    """The cache key: address, language, display and encoding."""
    return key_of(
        release(),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        language_of(request),
        display_class().from_cookies(request.COOKIES),
        "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "",
    )


def cached_page(key: str, version: Version) -> CachedPage | None:
    """The cached page under this key, if it shows this version."""
    page: CachedPage | None = caches["pages"].get(key)
    return page if page and page.version == version else None


def store_page(key: str, version: Version, response: HttpResponse, names: Collection[str] = ()) -> CachedPage | None:
    """Cache a response that is a whole page and sets no cookie; None for any other.

    Read `version` before rendering: a race can only cause one extra rebuild. `names` are the surrogate keys."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return None
    if "private" in response.get("Cache-Control", "") or "no-store" in response.get("Cache-Control", ""):
        return None
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "Cookie"])
    response["Cache-Control"] = cache_control()
    if settings.CDN_KEYS and names:
        separator = "," if settings.CDN_KEYS.lower().endswith("tag") else " "  # Cache-Tag, Edge-Cache-Tag
        response[settings.CDN_KEYS] = separator.join(names)
    response["ETag"] = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    page = CachedPage(version, list(response.items()), response.content)
    caches["pages"].set(key, page, timeout=None)
    return page


def cache_control() -> str:
    """Browsers revalidate each time; a content delivery network may serve its copy for CDN_SECONDS."""
    seconds = settings.CDN_SECONDS
    shared_by_others = f", s-maxage={seconds}, stale-while-revalidate={seconds}" if seconds else ""
    return f"max-age=0, must-revalidate{shared_by_others}"


def surrogate_keys(match: ResolverMatch) -> list[str]:
    """Names by which a content delivery network can purge a page: "thread-12 thread site"."""
    name = str(match.url_name)
    return [f"{name}-{value}" for value in list(match.kwargs.values())[:1]] + [name, "site"]


def of_site(request: HttpRequest, **address: Any) -> Version | None:
    """The version of pages that depend on nothing but the site, such as the guidelines."""
    number = SiteVersion.objects.values_list("number", flat=True).first()
    return None if number is None else (number,)


def answer(request: HttpRequest, page: CachedPage) -> HttpResponse:
    """Build the response from a cached page, or 304 for a browser that has it already."""
    response = HttpResponse(page.body, headers=dict(page.headers))
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
