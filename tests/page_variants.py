"""The entries of the catalogue of pages, and how the test client opens one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

from tests.world import World

type Path = str | Callable[[World], str]
ALL = ("guest", "member", "moderator")
SIGNED_IN = ("member", "moderator")


@dataclass(frozen=True)
class PageVariant:
    """One page as somebody sees it. With `send`, it is the response to a form on it, sent with these fields.

    The form is the first one in <main> that is sent by POST, has fields or buttons of these names, and whose action
    contains `form`. `to` sends it somewhere else. `bare` means a community without content."""

    name: str
    template: str
    path: Path
    who: tuple[str, ...] = ALL
    variant: str = ""
    status: int = 200
    send: Mapping[str, str] | None = None
    form: str = ""
    to: Path = ""
    bare: bool = False

    def __str__(self) -> str:
        return f"{self.name}, {self.variant}" if self.variant else self.name

    def path_in(self, world: World) -> str:
        """Return the address of the page."""
        return self.path if isinstance(self.path, str) else self.path(world)

    def to_in(self, world: World) -> str:
        """Return the address that the form is sent to instead of its own action, if any."""
        return self.to if isinstance(self.to, str) else self.to(world)


@dataclass
class Page:
    """One page: its usual state, and the variants that `also` adds."""

    name: str
    template: str
    path: Path
    who: tuple[str, ...] = ALL
    status: int = 200
    variants: list[PageVariant] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.variants.append(PageVariant(self.name, self.template, self.path, self.who, status=self.status))

    def also(self, variant: str, **more: Any) -> "Page":
        """Add the same page in another state."""
        given: dict[str, Any] = {"template": self.template, "path": self.path, "who": self.who, "status": self.status}
        self.variants.append(PageVariant(self.name, variant=variant, **given | more))
        return self


class Forms(HTMLParser):
    """The forms in <main> that are sent by POST: for each its action, what it would send, and the names in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], set[str]]] = []
        self._main, self._open, self._area, self._select = False, False, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms and their fields."""
        given = {name: value or "" for name, value in attrs}
        self._main = self._main or tag == "main"
        if tag == "form":
            self._open = self._main and given.get("method", "").lower() == "post"
            if self._open:
                self.found.append((given.get("action", ""), {}, set()))
        elif self._open and given.get("name"):
            self._note(tag, given)
        elif self._open and tag == "option" and self._select:
            sent = self.found[-1][1]
            if "selected" in given or self._select not in sent:
                sent[self._select] = given.get("value", "")

    def _note(self, tag: str, given: dict[str, str]) -> None:
        _action, sent, names = self.found[-1]
        name, kind = given["name"], given.get("type", "text")
        names.add(name)
        if tag == "textarea":
            self._area = name
            sent[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "input" and (kind not in ("radio", "checkbox") or "checked" in given):
            sent[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        """Note the text in a text box."""
        if self._area:
            self.found[-1][1][self._area] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave forms and boxes."""
        self._open = self._open and tag != "form"
        self._area = "" if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select


def open_variant(variant: PageVariant, who: str, world: World) -> HttpResponse:
    """Open it with the test client; return the last response, or the page itself if it has no such form."""
    client = world.browser_of(who)
    client.raise_request_exception = False
    client.handler.enforce_csrf_checks = True
    answer = client.get(variant.path_in(world), follow=True)
    if variant.send is None:
        return answer
    for action, sent, names in Forms(answer.text).found:
        if variant.form in action and names.issuperset(variant.send):
            return client.post(
                variant.to_in(world) or action or answer.request["PATH_INFO"],
                sent | dict(variant.send),
                follow=True,
            )
    return answer
