"""Quote a post at the beginning of an answer to it."""

from django.utils.html import escape
from django.utils.translation import gettext as _

from community.core.text import richtext
from community.core.text.shortening import shorten
from community.forum.models import Post

PASSAGE = 600


def quoted(post: Post) -> str:
    """Return a post as a blockquote of at most PASSAGE characters, without what the post itself quotes.

    Its lists, lines, bold and links stay. It begins with a link to the post under its author's name, by which
    operations/mentions.py recognises it. static/js/composer/quoted-part.js does the same in the page."""
    own = richtext.clean("".join(part for depth, part in richtext.parts_by_depth(post.html) if not depth))
    passage = shorten(own.html if own.plain else post.html, PASSAGE)
    name = post.author.username if post.author else _("Someone who has left")
    link = f'<a href="{escape(post.get_absolute_url())}">{escape(name)}</a>'
    wrote = escape(_("%(name)s wrote:")) % {"name": link}
    try:
        return richtext.clean(f"<blockquote><p>{wrote}</p>{passage}</blockquote>").html
    except richtext.TooMuch:  # it only quotes, and is nested as deep as a post may be
        words = shorten(escape(post.plain), PASSAGE)
        return f"<blockquote><p>{wrote}</p><p>{words}</p></blockquote>"


def begin_with_quote(body: str, post: Post, *, rich: bool) -> str:
    """Append the quote to what the composer contains, HTML or plain text, and return HTML.

    The same post is quoted once only. Raises TooMuch when a plain text is too long."""
    before = body if rich else richtext.from_plain(body).html
    return before if post.get_absolute_url() in body else f"{before}{quoted(post)}<p></p>"
