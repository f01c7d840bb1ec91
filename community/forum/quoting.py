"""A passage of a post, ready to stand at the beginning of an answer to it."""

from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.composing.typed import typed
from community.core.text import richtext
from community.forum.models import Post

PASSAGE = 600


def quoted(post: Post) -> str:
    """What a post says as a quote in HTML, PASSAGE characters at most, without what it quotes itself.

    It begins with a link to the post, under its author's name: operations/mentions.py finds it by that."""
    own = "".join(part for depth, part in richtext.parts_by_depth(post.html) if not depth)
    words = richtext.clean(own).plain or post.plain
    name = post.author.username if post.author else _("Somebody who has left")
    link = f'<a href="{escape(post.get_absolute_url())}">{escape(name)}</a>'
    wrote = escape(_("%(name)s wrote:")) % {"name": link}
    passage = richtext.from_plain(Truncator(words).chars(PASSAGE)).html
    return f"<blockquote><p>{wrote}</p>{passage}</blockquote>"


def begin_with_quote(body: str, post: Post, *, rich: bool) -> str:
    """What a composer held, as HTML or as words, and then the quote; a quote of the same post is not put twice."""
    if post.get_absolute_url() in body:
        return body
    if rich:
        return f"{body}{quoted(post)}<p></p>"
    words = typed(quoted(post), rich=True).words
    return "\n\n".join(filter(None, [body.rstrip(), words])) + "\n\n"
