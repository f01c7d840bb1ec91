"""What a page that is cached for many viewers may know of the one who asks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.http import HttpRequest

from community.core.viewer_display import display_class

PROBES = ("resolve_expression", "as_sql", "current_app")  # Django looks for these on any object


class PersonalInShell(Exception):
    """A part that is cached for many asked for something that belongs to one viewer.

    Not an AttributeError: Django's templates would render nothing in its place."""


@dataclass(frozen=True)
class ViewerTraits:
    """A viewer as far as many viewers are alike: it stands in for the member in cached parts and compiled queries.

    Any other attribute raises PersonalInShell. `{% if %}` swallows every exception, so what was asked for is noted
    too, and check() raises once the part is rendered."""

    pk: int = 0  # no member's key, and no post's author
    is_authenticated: bool = True
    moderates: bool = False
    is_read_only: bool = False
    muted_labels: int = 0
    plain_box: bool = False
    theme: str = ""
    contrast: str = ""
    text_size: str = ""
    spacing: str = ""
    asked_for: list[str] = field(default_factory=list, compare=False, repr=False)

    def __getattr__(self, name: str) -> Any:
        """Refuse what is not a trait; Python's and Django's own probes (`_name`, `resolve_expression`) find nothing."""
        if name.startswith("_") or name in PROBES:
            raise AttributeError(name)
        self.refuse(f"user.{name}")

    def refuse(self, what: str) -> NoReturn:
        """Note what a cached part asked for, and raise PersonalInShell."""
        self.asked_for.append(what)
        raise PersonalInShell(_explain([what]))

    def check(self) -> None:
        """Raise PersonalInShell when a template asked for what is not a trait, and went on without it."""
        if self.asked_for:
            raise PersonalInShell(_explain(self.asked_for))


class AnonymousRequest(HttpRequest):
    """A request for the same page without anything that says who sent it."""

    def __getattr__(self, name: str) -> Any:
        """Refuse what middleware adds for one viewer, such as the session."""
        if name.startswith("_") or name in PROBES or "user" not in vars(self):
            raise AttributeError(name)
        vars(self)["user"].refuse(f"request.{name}")


class PersonalValue:
    """Stands in a cached part's context for a value that belongs to one viewer: every use of it raises."""

    def __init__(self, name: str, traits: ViewerTraits) -> None:
        self._name, self._traits = name, traits

    def _refuse(self, *_: object) -> NoReturn:
        self._traits.refuse(self._name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in PROBES:
            raise AttributeError(name)
        self._refuse()

    def __iter__(self) -> Iterator[Any]:
        self._refuse()

    def __eq__(self, other: object) -> bool:
        self._refuse()

    __str__ = __bool__ = __len__ = __getitem__ = __contains__ = __hash__ = __html__ = _refuse


def _explain(what: list[str]) -> str:
    asked = ", ".join(dict.fromkeys(what))
    return (
        f"{asked}: not the same for all viewers who share this part of the page. Put it into {{% personal %}}, or"
        " add it to ViewerTraits (community/core/caching/viewer.py) when few values of it exist."
    )


def traits_of(request: HttpRequest) -> ViewerTraits:
    """The traits of whoever sent this request."""
    user: Any = request.user
    member, display = user.is_authenticated, display_class().from_request(request)
    return ViewerTraits(
        is_authenticated=member,
        moderates=member and user.moderates,
        is_read_only=member and user.is_read_only,
        muted_labels=user.muted_labels if member else 0,
        plain_box=member and user.plain_box,
        theme=display.theme,
        contrast=display.contrast,
        text_size=display.text,
        spacing=display.spacing,
    )
