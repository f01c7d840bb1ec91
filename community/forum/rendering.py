"""The posts of a page as HTML, made once for all who see the same and kept while the discussion stays as it is.

Nearly all of a post is the same for every member. So a page of posts is made for some member of no name, and what is
the reader's own takes the place of two entries in it; a post that is something special to her (her own, one that she
gave a reaction, keeps, or folds away) is made for her, and for others to whom it is the same.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.core.caching.versioned_cache import get_or_build
from community.core.caching.viewer import ViewerTraits
from community.core.context import content_language
from community.core.http.tokens import form_token
from community.forum.models import Post
from community.forum.selectors.entries import PostEntry
from community.forum.selectors.thread_page import ThreadPage

# What gives way to the reader's own. Both hold a "<", which nobody can write into a text: words alone, put into a post
# or into the address of a link, would carry her token to whoever wrote them.
CSRF_PLACEHOLDER = "nobodys"
TOKEN_FIELD = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'  # noqa: S105 (as {% csrf_token %} writes it)
BADGE = mark_safe("<!--new to the reader?-->")


class ShownPost(NamedTuple):
    """A post in its place on a page."""

    pk: int
    number: int
    html: SafeString


def shown_posts(
    request: HttpRequest, page: ThreadPage, entries: list[PostEntry], *, may_reply: bool
) -> list[ShownPost]:
    """The posts of `entries` as the reader sees them; no statement where they are kept."""
    reader, seen = request.user, page.reading.read_up_to
    found = for_any_viewer(request, page, entries, may_reply=may_reply)
    for entry in entries:
        if entry.needs_own_render(reader):
            found[entry.pk] = for_viewer(request, page, entries, entry, may_reply=may_reply)
    placeholder = TOKEN_FIELD.format(CSRF_PLACEHOLDER)
    personal = format_html(TOKEN_FIELD, form_token(request)) if reader.is_authenticated else ""
    badge = format_html(' <span class="badge live">{}</span>', _("New"))
    shown = []
    for entry in entries:
        new = bool(seen and entry.number > seen and entry.author != reader.pk)
        html = found[entry.pk].replace(BADGE, badge if new else "").replace(placeholder, personal)
        shown.append(ShownPost(entry.pk, entry.number, mark_safe(html)))  # noqa: S308 (what a template built)
    return shown


class Run(NamedTuple):
    """Posts that follow each other with nothing between them. `number` is the first one's."""

    number: int
    html: SafeString
    last: bool


def runs(posts: list[ShownPost], *starts: int | None) -> list[Run]:
    """The posts in runs that begin at the numbers in `starts` and at the page's last post."""
    begun: list[list[ShownPost]] = []
    for post in posts:
        if not begun or post.number in starts or post is posts[-1]:
            begun.append([])
        begun[-1].append(post)
    return [Run(run[0].number, SafeString("".join(post.html for post in run)), run is begun[-1]) for run in begun]


def for_any_viewer(
    request: HttpRequest, page: ThreadPage, entries: list[PostEntry], *, may_reply: bool
) -> dict[int, str]:
    """The posts by key, as anybody to whom none of them is special sees them."""
    member = request.user.is_authenticated
    some = ViewerTraits(is_authenticated=member, moderates=getattr(request.user, "moderates", False))

    def build() -> dict[int, str]:
        return {pk: rendered(post, user=some, may_reply=may_reply) for pk, post in rows(page, entries).items()}

    return kept(page, entries, f"{get_language()}-{member}-{some.moderates}-{may_reply}", build)


def for_viewer(
    request: HttpRequest, page: ThreadPage, entries: list[PostEntry], entry: PostEntry, *, may_reply: bool
) -> str:
    """A post that is something special to the reader; the same for whoever it is the same to."""
    reader: Any = request.user
    is_author, own = entry.author == reader.pk, entry.own_state(reader)

    def build() -> str:
        post = rows(page, entries)[entry.pk]
        return rendered(post, own=own, user=reader, may_reply=may_reply)

    traits = f"{is_author}-{reader.moderates}-{may_reply}"
    look = f"{get_language()}-{own.reaction}-{own.bookmarked}-{own.folded_labels}-{traits}"
    return get_or_build(f"post-{entry.pk}-{look}", page.version, build)


def rows(page: ThreadPage, entries: list[PostEntry]) -> dict[int, Post]:
    """The posts by key, with what a page shows of them: at most one statement."""
    pks = [entry.pk for entry in entries]
    found = kept(page, entries, "rows", lambda: Post.objects.filter(pk__in=pks).for_page().in_bulk())
    for post in found.values():
        post.thread = page.thread  # already here: links and policies must not ask again
    return found


def kept[Built](page: ThreadPage, entries: list[PostEntry], name: str, build: Callable[[], Built]) -> Built:
    """What was made of these posts before, while nothing has changed in the discussion or the site; else made now."""
    if not entries:
        return build()
    return get_or_build(f"posts-{entries[0].pk}-{entries[-1].pk}-{name}", page.version, build)


def rendered(post: Post, **context: Any) -> str:
    """One post, with entries where the reader's own token and "New" belong."""
    known = {"post": post, "thread": post.thread, "csrf_token": CSRF_PLACEHOLDER, "new_badge": BADGE}
    return get_template("forum/_post.html").render(known | {"CONTENT_LANG": content_language()} | context)
