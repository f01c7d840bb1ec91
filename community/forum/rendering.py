"""Render the posts of a page once for all viewers to whom they look the same, cached by the thread's version.

Nearly all of a post is the same for every member, so a page of posts is rendered for ViewerTraits, with placeholders
for the viewer's CSRF token and the badge "New". A post that looks different to its viewer (their own, one with their
reaction or bookmark, one whose labels they mute or whose author they block) is rendered separately, for all to whom it
looks that way. Quotes of members whom the viewer has blocked are folded at the end, in nothing that is cached.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

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
from community.forum.blocked_quotes import fold_quotes
from community.forum.models import Post
from community.forum.selectors.entries import OwnState, PostEntry
from community.forum.selectors.thread_page import ThreadPage

# Both placeholders contain a "<", which rich text never contains unescaped. Without it somebody could write the
# placeholder into a post or a link's address, and be sent the viewer's token.
CSRF_PLACEHOLDER = "nobodys"
TOKEN_FIELD = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'  # noqa: S105 (as {% csrf_token %} writes it)
# Template tags leave them, two KB on a page of twenty posts. No part of a post shows its line ends: it has no <pre>.
EMPTY_LINES = re.compile(r"\n{2,}")
BADGE_PLACEHOLDER = mark_safe("<!--new to the viewer?-->")


class ShownPost(NamedTuple):
    """A post of a page as HTML."""

    pk: int
    number: int
    html: SafeString


def shown_posts(
    request: HttpRequest, page: ThreadPage, entries: list[PostEntry], *, may_reply: bool
) -> list[ShownPost]:
    """Render the posts of `entries` for the viewer; no query where all of them are cached."""
    viewer, read_up_to = request.user, page.reading.read_up_to
    html = _for_any_viewer(request, page, entries, may_reply=may_reply)
    for entry in entries:
        if entry.needs_own_render(viewer):
            html[entry.pk] = _for_one_kind_of_viewer(request, page, entries, entry, may_reply=may_reply)
    if page.reading.blocks_somebody:
        html |= fold_quotes(html, viewer)
    placeholder = TOKEN_FIELD.format(CSRF_PLACEHOLDER)
    token = format_html(TOKEN_FIELD, form_token(request)) if viewer.is_authenticated else ""
    badge = format_html(' <span class="badge live">{}</span>', _("New"))
    posts = []
    for entry in entries:
        is_new = bool(read_up_to and entry.number > read_up_to and entry.author != viewer.pk)
        own = html[entry.pk].replace(BADGE_PLACEHOLDER, badge if is_new else "").replace(placeholder, token)
        posts.append(ShownPost(entry.pk, entry.number, mark_safe(own)))  # noqa: S308 (rendered by a template)
    return posts


class Run(NamedTuple):
    """Posts that follow each other with nothing between them. `number` is that of the first."""

    number: int
    html: SafeString
    last: bool


def runs(posts: list[ShownPost], *starts: int | None) -> list[Run]:
    """Split the posts into runs: one begins at each number in `starts`, and one at the page's last post."""
    groups: list[list[ShownPost]] = []
    for post in posts:
        if not groups or post.number in starts or post is posts[-1]:
            groups.append([])
        groups[-1].append(post)
    return [
        Run(group[0].number, SafeString("".join(post.html for post in group)), group is groups[-1]) for group in groups
    ]


def _for_any_viewer(
    request: HttpRequest, page: ThreadPage, entries: list[PostEntry], *, may_reply: bool
) -> dict[int, str]:
    """The posts by key, as every guest, member or moderator without an OwnState sees them."""
    traits = _traits(request)

    def build() -> dict[int, str]:
        posts = _posts_by_key(page, entries)
        return {pk: _render(post, traits, OwnState(), may_reply=may_reply) for pk, post in posts.items()}

    name = f"{get_language()}-{traits.is_authenticated}-{traits.moderates}-{traits.is_read_only}-{may_reply}"
    return _cached_for(page, entries, name, build)


def _for_one_kind_of_viewer(
    request: HttpRequest, page: ThreadPage, entries: list[PostEntry], entry: PostEntry, *, may_reply: bool
) -> str:
    """A post as all viewers with the same OwnState see it, or its author."""
    is_author, own = entry.author == request.user.pk, entry.own_state(request.user)
    traits = _traits(request, request.user.pk or 0 if is_author else 0)

    def build() -> str:
        return _render(_posts_by_key(page, entries)[entry.pk], traits, own, may_reply=may_reply)

    name = f"{get_language()}-{is_author}-{own.reaction}-{own.bookmarked}-{own.folded_labels}-{own.by_blocked}"
    name += f"-{traits.moderates}-{traits.is_read_only}-{may_reply}"
    return get_or_build(f"post-{entry.pk}-{name}", page.version, build)


def _traits(request: HttpRequest, author: int = 0) -> ViewerTraits:
    """The traits that a post depends on; `author` is the viewer's key on their own post alone."""
    user = request.user
    if not user.is_authenticated:
        return ViewerTraits(is_authenticated=False)
    return ViewerTraits(author, moderates=user.moderates, is_read_only=user.is_read_only)


def _posts_by_key(page: ThreadPage, entries: list[PostEntry]) -> dict[int, Post]:
    """The posts with what a page shows of them: at most one query."""
    pks = [entry.pk for entry in entries]
    posts = _cached_for(page, entries, "rows", lambda: Post.objects.filter(pk__in=pks).for_page().in_bulk())
    for post in posts.values():
        post.thread = page.thread  # links and policies use it without a query
    return posts


def _cached_for[Built](page: ThreadPage, entries: list[PostEntry], name: str, build: Callable[[], Built]) -> Built:
    """Get or build something of these posts for the page's version."""
    if not entries:
        return build()
    return get_or_build(f"posts-{entries[0].pk}-{entries[-1].pk}-{name}", page.version, build)


def _render(post: Post, traits: ViewerTraits, own: OwnState, *, may_reply: bool) -> str:
    """Render one post with both placeholders. Raises PersonalInShell when the template asks for more than traits."""
    context = {"post": post, "thread": post.thread, "user": traits, "own": own, "may_reply": may_reply}
    context |= {"csrf_token": CSRF_PLACEHOLDER, "new_badge": BADGE_PLACEHOLDER, "CONTENT_LANG": content_language()}
    html: str = get_template("forum/_post.html").render(context)
    traits.check()
    return EMPTY_LINES.sub("\n", html)
