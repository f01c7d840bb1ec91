"""Quote a post at the beginning of an answer to it."""

from django.utils.html import escape
from django.utils.translation import gettext as _

from community.composing.composer_text import composer_text
from community.core.text import richtext
from community.core.text.graphemes import shorten
from community.forum.models import Post

PASSAGE = 600


def quoted(post: Post) -> str:
    """Return a post's text as a blockquote of at most PASSAGE characters, without what the post itself quotes.

    It begins with a link to the post under its author's name, by which operations/mentions.py recognises it."""
    own = "".join(part for depth, part in richtext.parts_by_depth(post.html) if not depth)
    words = richtext.clean(own).plain or post.plain
    name = post.author.username if post.author else _("Somebody who has left")
    link = f'<a href="{escape(post.get_absolute_url())}">{escape(name)}</a>'
    wrote = escape(_("%(name)s wrote:")) % {"name": link}
    passage = richtext.from_plain(shorten(words, PASSAGE)).html
    return f"<blockquote><p>{wrote}</p>{passage}</blockquote>"


def begin_with_quote(body: str, post: Post, *, rich: bool) -> str:
    """Append the quote to what the composer contains, HTML or plain text; the same post is quoted once only."""
    if post.get_absolute_url() in body:
        return body
    if rich:
        return f"{body}{quoted(post)}<p></p>"
    words = composer_text(quoted(post), rich=True).plain
    return "\n\n".join(filter(None, [body.rstrip(), words])) + "\n\n"
