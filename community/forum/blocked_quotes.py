"""Fold what others quote of a member whom the viewer has blocked."""

import re
from collections.abc import Callable, Iterable, Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from community.core.text import richtext
from community.forum.models import Post
from community.forum.models.group import Viewer
from community.forum.operations.mentions import QUOTE
from community.members.models import Block

_TAGS = re.compile(r"<(/?)blockquote[^<>]*>")


def fold_quotes(markup: Mapping[int, str], viewer: Viewer) -> dict[int, str]:
    """Return the posts' HTML by key, with quotes that the viewer opens first. One query where something is quoted."""
    return _replaced(markup, viewer, _folded)


def leave_out_quotes(markup: str, viewer: Viewer) -> str:
    """Return a post's HTML with a line in place of such quotes, for a mail."""
    return _replaced({0: markup}, viewer, lambda quote: f"<blockquote><p>{_line()}</p></blockquote>")[0]


def fold_quotes_in(posts: Iterable[Post], viewer: Viewer) -> None:
    """Set the HTML that the viewer is shown on posts loaded with_blocks(), which are not to be saved."""
    by_key = _of_a_blocker(posts)
    for pk, html in fold_quotes({pk: post.html for pk, post in by_key.items()}, viewer).items():
        by_key[pk].html = html


def leave_out_of_texts(posts: Iterable[Post], viewer: Viewer) -> None:
    """Set the plain text that the viewer is shown on posts loaded with_blocks(), which are not to be saved."""
    by_key = _of_a_blocker(posts)
    for pk, plain in own_texts(by_key, viewer).items() if by_key else ():
        by_key[pk].plain = plain


def _of_a_blocker(posts: Iterable[Post]) -> dict[int, Post]:
    """The posts by key; none for whoever has blocked nobody, so that they pay nothing."""
    return {post.pk: post for post in posts if vars(post)["blocks_somebody"]}


def own_texts(pks: Iterable[int], viewer: Viewer) -> dict[int, str]:
    """Return the plain text, without such quotes, of the posts among `pks` that have some. Two queries at most.

    For excerpts, where the viewer is known to block somebody."""
    quoting = Post.objects.filter(pk__in=list(pks), html__contains="<blockquote>")
    markup = dict(quoting.values_list("pk", "html"))
    left = _replaced(markup, viewer, lambda quote: "")
    return {pk: richtext.clean(html).plain for pk, html in left.items() if html != markup[pk]}


def _replaced(markup: Mapping[int, str], viewer: Viewer, replace: Callable[[str], str]) -> dict[int, str]:
    quoted = {int(pk) for html in markup.values() for pk in QUOTE.findall(html)}
    if not quoted or not viewer.is_authenticated:
        return dict(markup)
    blocked = Block.objects.filter(blocker=viewer.pk).values("blocked")
    hidden = set(Post.objects.filter(pk__in=quoted, author__in=blocked).values_list("pk", flat=True))
    if not hidden:
        return dict(markup)
    return {pk: replace_quotes(html, hidden, replace) for pk, html in markup.items()}


def replace_quotes(html: str, hidden: set[int], replace: Callable[[str], str]) -> str:
    """Replace each quote of these posts, with everything that is quoted within it."""
    parts, done = [], 0
    for quote in QUOTE.finditer(html):
        if quote.start() >= done and int(quote[1]) in hidden:
            end = _end_of(html, quote.start())
            parts += [html[done : quote.start()], replace(html[quote.start() : end])]
            done = end
    return "".join([*parts, html[done:]])


def _end_of(html: str, start: int) -> int:
    """The end of the quote that begins at `start`."""
    depth = 0
    for tag in _TAGS.finditer(html, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(html)


def _folded(quote: str) -> SafeString:
    words = '<details class="folded"><summary>{} <span class="show-it">{}</span></summary>{}</details>'
    return format_html(words, _line(), _("Show it"), mark_safe(quote))  # noqa: S308 (sanitised when it was saved)


def _line() -> str:
    return _("A quote from a member you’ve blocked.")
