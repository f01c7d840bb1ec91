"""Requests that no page of ours sends: for every address, every parameter and every field of every form."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, is_valid_path, resolve

from tests.page_catalogue import CATALOGUE
from tests.page_variants import Forms
from tests.world import World

NUMBERS = ["-1", "0", "2147483648", str(2**63 - 1), str(2**63), str(-(2**63) - 1), str(10**30), "9" * 5000, "٣", "²"]
TEXTS = [
    "",
    "\0",
    "a\0b",
    "\udc80",
    "\ud800",
    "[]",
    "{}",
    "%",
    "'; --",
    "1e400",
    "NaN",
    "\u202e",
    "x" * 3000,
    "post:" + "9" * 30,
]
VALUES = NUMBERS + TEXTS
WORST = [str(2**63), "9" * 5000, "\0", "\ud800", "٣"]  # one for each way in which a value has reached SQL unchecked
PARAMETERS = [
    *("page", "number", "after", "before", "since", "upto", "date", "q", "show", "topic", "order", "source", "next"),
    *("hide", "titles", "quote", "answers", "act", "removed", "anyway", "language", "theme", "notification", "saved"),
    *("p", "o", "id__exact", "e", "_to_field", "all"),
]
IN_ADDRESS = {
    "int": ["0", str(2**31), str(2**63 - 1), str(2**63), str(10**30), "9" * 400],
    "slug": ["x" * 2000, "-", "9" * 30],
    "uuid": ["00000000-0000-0000-0000-000000000000"],
    "str": ["%00", "%ED%A0%80", "x" * 2000, str(10**30)],
    "path": ["%00", "1/2", str(10**30)],
}
PAGES = [variant for variant in CATALOGUE if "/broken/" not in str(variant.path) and not variant.bare]
BOUNDARY = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
BODIES: dict[str, tuple[str, bytes]] = {
    "2,000 fields": ("application/x-www-form-urlencoded", urlencode({f"f{n}": n for n in range(2000)}).encode()),
    "2,000 parts": (BOUNDARY, b"".join(PART % (b"f%d" % n, b"1") for n in range(2000)) + b"--b--\r\n"),
    "no boundary": ("multipart/form-data", b"body=1"),
    "half a part": (BOUNDARY, b'--b\r\nContent-Disposition: form-data; name="body"\r\n\r\nhalf'),
    "no disposition": (BOUNDARY, b"--b\r\n\r\nwords\r\n--b--\r\n"),
    "bad base64": (
        BOUNDARY,
        b'--b\r\nContent-Disposition: form-data; name="pictures"; filename="a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--\r\n",
    ),
    "unknown charset": ("application/x-www-form-urlencoded; charset=not-one", b"body=1"),
    "UTF-16": ("application/x-www-form-urlencoded; charset=utf-16", "body=1".encode("utf-16")),
    "broken UTF-8": ("application/x-www-form-urlencoded", b"body=%FF%FE\xff&title=\xed\xa0\x80"),
    "JSON": ("application/json", b'{"body": [1, {"a": null}]}'),
    "broken JSON": ("application/json", b'{"body": '),
    "too large": ("application/x-www-form-urlencoded", b"body=" + b"x" * 1_100_000),
    "a long name": ("application/x-www-form-urlencoded", b"x" * 100_000 + b"=1"),
    "only signs": ("application/x-www-form-urlencoded", b"&&==&%&=%zz"),
}


@dataclass(frozen=True)
class Request:
    """One request as somebody sends it."""

    name: str
    who: str
    send: Callable[[Client], Any]


def addresses(who: str) -> Iterator[Request]:
    """Every line of the URLconf with each value in place of each of its arguments."""
    for route in _routes(get_resolver()):
        kinds = re.findall(r"<(?:(\w+):)?\w+>", route)
        for turn in range(max((len(IN_ADDRESS.get(kind or "str", ["1"])) for kind in kinds), default=0)):
            values = iter([IN_ADDRESS.get(kind or "str", ["1"]) for kind in kinds])
            path = "/" + re.sub(r"<[^>]+>", lambda _: (one := next(values))[turn % len(one)], route)  # noqa: B023
            yield Request(f"GET {path[:90]}", who, lambda client, path=path: client.get(path))
            yield Request(f"POST {path[:90]}", who, lambda client, path=path: client.post(path, {"page": "1"}))


def queries(world: World, who: str, *, most: int | None = None) -> Iterator[Request]:
    """A page of each route with each of the worst values in each parameter, and every value in all parameters at once.

    With `most`, so many of both a page, going on from page to page."""
    alone = [{name: value} for value in WORST for name in PARAMETERS]
    together = [dict.fromkeys(PARAMETERS, value) for value in VALUES]
    next_alone, next_together = cycle(alone), cycle(together)
    page_of = {route_of(path): path.partition("?")[0] for path in sorted(_paths(world, who), reverse=True)}
    for path in sorted(page_of.values()):
        for pairs in [*islice(next_alone, most or len(alone)), *islice(next_together, most or len(together))]:
            url = f"{path}?{urlencode(pairs, errors='surrogatepass')}"
            yield Request(f"GET {url[:120]}", who, lambda client, url=url: client.get(url))


def forms(world: World, who: str, *, values: list[str] = VALUES, every: int = 1) -> Iterator[Request]:
    """Each form with each value in each of its fields, on one page if it is on many; every `every`th of them."""
    count = 0
    seen = set()
    client = world.browser_of(who)
    for path in sorted(_paths(world, who)):
        if "sign" in path or "logout" in path or "/sessions/" in path:
            continue
        for action, fields, names in Forms(client.get(path).text).found:
            form = (route_of(action or path), frozenset(names | fields.keys()))
            if form in seen:
                continue
            seen.add(form)
            for name in sorted(form[1] | {"page", "labels", "topics", "answers"}):
                for value in values:
                    count += 1
                    if count % every == 0:
                        yield _form(action or path, fields, name, value, who)


def _form(action: str, fields: Mapping[str, str], name: str, value: str, who: str) -> Request:
    sent = (
        {"body": "Hello there", "title": "A title"}
        | {key: text for key, text in fields.items() if text}
        | {name: value}
    )
    body = urlencode(sent, errors="surrogatepass")
    kind = "application/x-www-form-urlencoded"
    return Request(
        f"POST {action} {name}={value[:30]!r}", who, lambda client: client.post(action, body, content_type=kind)
    )


def bodies(world: World, who: str) -> Iterator[Request]:
    """Each broken body to an address of each route that a form sends to."""
    client = world.browser_of(who)
    actions = ["/drafts/", "/images/", "/contact/", "/accounts/login/", "/newsletter/", "/display/"]
    for path in sorted(_paths(world, who)):
        actions += [action or path for action, _fields, _names in Forms(client.get(path).text).found]
    action_of = {route_of(action): action for action in actions}
    for action in sorted(set(action_of.values()) - {"/accounts/logout/"}):
        for name, (kind, body) in BODIES.items():
            yield Request(
                f"POST {action} {name}",
                who,
                lambda client, action=action, body=body, kind=kind: client.generic("POST", action, body, kind),
            )


def failures(world: World, requests: Iterator[Request]) -> list[str]:
    """Send them; return those that are answered with 500 or more, or that raise."""
    failed: list[str] = []
    raised: list[str] = []

    def note(sender: object, **more: Any) -> None:
        raised.append(repr(sys.exception())[:200])

    got_request_exception.connect(note)
    clients: dict[str, Client] = {}
    for request in requests:
        if request.who not in clients:
            clients[request.who] = world.browser_of(request.who)
            clients[request.who].raise_request_exception = False
        raised.clear()
        answer = request.send(clients[request.who])
        if answer.status_code >= 500 or raised:
            failed.append(f"{request.who}: {request.name}: {answer.status_code} {' '.join(raised)}")
    got_request_exception.disconnect(note)
    return failed


def _paths(world: World, who: str) -> set[str]:
    """The pages that somebody sees; for an administrator the lists and forms of Django's admin too."""
    paths = {variant.path_in(world) for variant in PAGES if who in variant.who}
    if who == "administrator":
        models = [model._meta for model in admin.site._registry]
        paths |= {f"/admin/{meta.app_label}/{meta.model_name}/{act}" for meta in models for act in ("", "add/")}
    return paths


def route_of(path: str) -> str:
    """Return the line of the URLconf that answers this address; the address itself if none does."""
    address = path.partition("?")[0]
    return resolve(address).route if is_valid_path(address) else address


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for line in resolver.url_patterns:
        route = prefix + str(line.pattern)
        if isinstance(line, URLResolver):
            yield from _routes(line, route)
        elif isinstance(line, URLPattern) and not re.search(r"[\^$(]", route):
            yield route
