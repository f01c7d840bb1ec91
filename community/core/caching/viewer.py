"""Somebody like a reader, for what is made once for many."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from community.core.display import display_of


@dataclass(frozen=True)
class ViewerTraits:
    """Any reader of a kind, for what is made once for many: a statement, a post, a page's frame. Nothing is hers."""

    pk: int = 0  # nobody's key, and no post's author
    is_authenticated: bool = True
    moderates: bool = False
    muted_labels: int = 0
    plain_box: bool = False
    theme: str = ""
    contrast: str = ""
    text_size: str = ""
    spacing: str = ""


def traits_of(request: HttpRequest) -> ViewerTraits:
    """All that a page which is made for many may know of the reader who asks for it."""
    user: Any = request.user
    member, display = user.is_authenticated, display_of(request)
    return ViewerTraits(
        is_authenticated=member,
        moderates=member and user.moderates,
        muted_labels=user.muted_labels if member else 0,
        plain_box=member and user.plain_box,
        theme=display.theme,
        contrast=display.contrast,
        text_size=display.text,
        spacing=display.spacing,
    )
