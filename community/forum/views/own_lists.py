"""A member's own lists: the discussions they follow, mute or started, and their replies; and everybody's posts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.core.access import MemberRequest, everyone, members
from community.core.http.fragments import wants_fragment
from community.core.http.origins import page_before
from community.core.text.parsing import number_in
from community.forum import operations
from community.forum.models import Thread
from community.forum.selectors.groups import own_groups
from community.forum.selectors.own_threads import OwnThreadRow, followed_page, muted_page, started_page
from community.forum.selectors.posts_by import page_of_posts, posts_by
from community.members.models import Block, Member

MOST_UNFOLLOWED = 50  # rows that stay on the page after their follow has ended


@require_http_methods(["GET", "HEAD", "POST"])
@members
def followed_threads(request: MemberRequest) -> HttpResponse:
    """List the discussions that the member follows; a POST ends one follow or starts it again.

    `?unfollowed` holds the keys of discussions whose rows stay, so that the act can be undone without script."""
    if request.method == "POST":
        return _set_follow(request)
    after, unfollowed = request.GET.get("after", ""), _keys(request.GET.getlist("unfollowed"))
    page = followed_page(request.user, after=after, unfollowed=unfollowed)
    groups = own_groups(request.user, muted=False, changed=_slug(request)) if not after else []
    context = {"rows": page.rows, "unfollowed": unfollowed, "groups": groups}
    return render(request, "forum/followed_threads.html", context | _pages("followed_threads", after, page.next_key))


@require_safe
@members
def muted(request: MemberRequest) -> HttpResponse:
    """List the groups and discussions that the member mutes.

    `?group` or `?thread` is the one whose mute has just ended: its row stays, so that this can be undone."""
    after, unmuted = request.GET.get("after", ""), number_in(request.GET.get("thread", "")) or 0
    page = muted_page(request.user, after=after, unmuted=unmuted)
    groups = own_groups(request.user, muted=True, changed=_slug(request)) if not after else []
    context = {"rows": page.rows, "groups": groups}
    return render(request, "forum/muted.html", context | _pages("muted", after, page.next_key))


@require_safe
@members
def own_threads(request: MemberRequest) -> HttpResponse:
    """List the discussions that the member started, newest first."""
    after = request.GET.get("after", "")
    page = started_page(request.user, after=after)
    return render(request, "forum/own_threads.html", {"rows": page.rows} | _pages("own_threads", after, page.next_key))


@require_safe
@members
def own_replies(request: MemberRequest) -> HttpResponse:
    """List the replies that the member wrote, newest first."""
    after = request.GET.get("after", "")
    page = page_of_posts(posts_by(request.user, request.user).filter(number__gt=1), request.user, after=after)
    return render(request, "forum/own_replies.html", {"rows": page.posts} | _pages("own_replies", after, page.next_key))


@require_safe
@everyone
def member_posts(request: HttpRequest, username: str) -> HttpResponse:
    """List a member's posts that the viewer may read, newest first."""
    person = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    after = request.GET.get("after", "")
    posts = posts_by(person, request.user)
    page = page_of_posts(posts, request.user, after=after)
    context = {"person": person, "rows": page.posts, "count": posts.count()}
    blocks = Block.objects.filter(blocker=request.user.pk, blocked=person)
    context["blocked"] = not page.posts and request.user.is_authenticated and blocks.exists()
    return render(
        request,
        "forum/member_posts.html",
        context | _pages("member_posts", after, page.next_key, username=person.username),
    )


def _set_follow(request: MemberRequest) -> HttpResponse:
    """End or start a follow; with script the row's button is replaced, without it the page opens at the row.

    The list of notifications has the same button, and without script the same page of it is shown again."""
    thread = get_object_or_404(
        Thread.objects.visible_to(request.user), pk=number_in(request.POST.get("thread", "")) or 0
    )
    follows = request.POST.get("follow") == "yes"
    if follows:
        operations.follow(thread, request.user)
        messages.success(request, _("You’re following this discussion again."))
    else:
        operations.unfollow(thread, request.user)
        messages.success(request, _("You’ve stopped following this discussion."))
    if wants_fragment(request):
        row = OwnThreadRow(thread, follows=follows)
        return render(request, "forum/followed_threads.html#changed", {"row": row})
    if request.POST.get("back") == "notifications":
        return redirect(page_before(request))
    ended = dict.fromkeys([*_keys(request.POST.getlist("unfollowed")), thread.pk])
    query: dict[str, Any] = {"after": request.POST.get("after", ""), "unfollowed": list(ended)[-MOST_UNFOLLOWED:]}
    return redirect(f"{reverse('followed_threads')}?{urlencode(query, doseq=True)}#followed-{thread.pk}")


def _slug(request: HttpRequest) -> str:
    """The group in ?group=; slugify removes characters that PostgreSQL refuses in a text."""
    return slugify(request.GET.get("group", ""))


def _keys(values: list[str]) -> list[int]:
    """The keys among the values of an address or a form, without what is no number."""
    return [key for value in values if (key := number_in(value))][-MOST_UNFOLLOWED:]


def _pages(name: str, after: str, next_key: str, **address: Any) -> dict[str, str]:
    """The links to the next page of a list and to its first (templates/includes/pagination.html)."""
    first = reverse(name, kwargs=address)
    return {"after": after, "older": f"{first}?after={next_key}" if next_key else "", "latest": first if after else ""}
