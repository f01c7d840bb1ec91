"""How a reader likes her pages: colours, contrast, size of the text, spacing.

What she has not chosen is "": the page follows her device, or is as it is for everybody. templates/base.html writes the
rest on <html>, where static/css finds it. Guests keep it in a cookie, members on their row too.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from community.members.models import Member

COOKIE = "display"
KNOWN: Mapping[str, tuple[str, ...]] = {
    "theme": ("light", "dark"),
    "contrast": ("more",),
    "text": ("2", "3", "4"),
    "spacing": ("roomy",),
}


@dataclass(frozen=True)
class Display:
    """One reader's choices, each a value of KNOWN or ""."""

    theme: str = ""
    contrast: str = ""
    text: str = ""
    spacing: str = ""

    def __bool__(self) -> bool:
        return self != Display()

    def __str__(self) -> str:
        """As the cookie holds it: "theme-dark.text-3"."""
        return ".".join(f"{name}-{value}" for name, value in asdict(self).items() if value)


def from_values(values: Mapping[str, str]) -> Display:
    """The choices among these values. What is unknown is ignored: it may be years old, or made up."""
    wanted = {field.name: values.get(field.name, "") for field in fields(Display)}
    return Display(**{name: value for name, value in wanted.items() if value in KNOWN[name]})


def from_cookie(cookie: str) -> Display:
    """The choices in a cookie as str(display) writes it."""
    pairs = (part.partition("-") for part in cookie.split("."))
    return from_values({name: value for name, _dash, value in pairs})


def from_member(member: "Member") -> Display:
    """The choices on a member's row."""
    return from_values(
        {"theme": member.theme, "contrast": member.contrast, "text": member.text_size, "spacing": member.spacing}
    )


def language_in_cookie(request: HttpRequest) -> str:
    """The language that this browser's reader chose; "" when she did not, or chose one that is gone."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return language if language in dict(settings.LANGUAGES) else ""


def display_of(request: HttpRequest) -> Display:
    """How this request's page should look: as the member chose for all her browsers, to a guest as this one knows."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return from_member(user)
    return from_cookie(request.COOKIES.get(COOKIE, ""))
