"""A thread: read it, reply, follow it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.core.access import MemberRequest, everyone, members
from community.core.caching.page_cache import shared
from community.core.caching.shell_cache import render_shell
from community.core.http.fragments import in_place
from community.core.input_recovery import stash
from community.forum import operations, versions
from community.forum.forms import EmptyReply, ReplyForm, day_in
from community.forum.models import Post, State, Thread
from community.forum.policies import CLOSED, can_reply
from community.forum.rendering import runs, shown_posts
from community.forum.selectors import entries, filters
from community.forum.selectors.entries import PostEntry
from community.forum.selectors.thread_page import find_for
from community.forum.views.drafting import begun, let_go_of_draft, preview_in_place
from community.forum.views.input_recovery import never_lose_text
from community.forum.views.muted_labels import hidden_page
from community.forum.views.parts import part_page


def find_thread(request: HttpRequest, pk: int) -> Thread:
    """The thread as this viewer may see it, with her marks (forum/selectors/thread_page.py). Raises Http404."""
    found = find_for(request.user, pk)
    if found is None:
        raise Http404
    return found


@shared(versions.of_thread, query=["page"])
@everyone
def thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One page of a discussion."""
    found = find_thread(request, pk)
    if slug != found.slug:
        query = request.META.get("QUERY_STRING")
        return redirect(found.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    if hidden := hidden_page(request, found):
        return hidden
    if part := part_page(request, found):
        return part
    if "date" in request.GET:
        return _go_to_day(request, found)
    page = _page_number(request, found)
    form = _reply_form(request, found)
    # Kept text came back, and the discussion has closed since; an empty form there is only where she can reply.
    closed = isinstance(form, ReplyForm) and not can_reply(request.user, found)
    return thread_page(request, found, page, form=form, refused=CLOSED if closed else None)


def thread_page(
    request: HttpRequest,
    found: Thread,
    page: int,
    *,
    form: ReplyForm | EmptyReply | None,
    refused: object = None,
    status: int = 200,
    note: str = "",
) -> HttpResponse:
    """Render a page of a thread, and move the member's place to its last post; `note` says why she is here."""
    page_entries = entries.entries_on_page(found, page, request.user)
    seen, read_through = getattr(found, "seen", None), getattr(found, "read_through", None)
    first_new = seen + 1 if seen and seen < found.last_number else None
    goes_on = read_through + 1 if read_through and read_through < found.last_number else None
    sought = _number_sought(request, found)
    posts = shown_posts(request, found, page_entries, may_reply=form is not None)
    unfinished = bool(first_new or goes_on)
    shared = {"thread": found, "page": page, "may_write": form is not None, "unfinished": unfinished}
    personal = {
        "posts": posts,
        "runs": runs(posts, first_new, sought),
        "sought": sought,
        "seen": seen,
        "form": form,
        "refused": refused,
        "note": note,
        "first_new": first_new,
        "goes_on": goes_on,
        "waiting": _waiting(request, found),
    }
    if request.method == "GET" and status == 200:
        key, version = (page, form is not None, unfinished), (found.version, vars(found)["site"])
        response = render_shell(
            request, "forum/thread.html", lambda: shared, shared | personal, key=key, version=version
        )
    else:
        response = render(request, "forum/thread.html", shared | personal, status=status)
    _visit(request, found, page_entries)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_lose_text
@members
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    """Post a reply; whoever comes here by GET, after signing in again, goes on to the form."""
    found = find_thread(request, pk)
    if request.method != "POST":
        return redirect(f"{found.get_absolute_url()}?page={found.page_count}#reply")
    form = ReplyForm(request.POST, thread=found)
    form.take_up(request, found.key)
    if part := preview_in_place(request, form):
        return part
    if form.comes_back:
        return thread_page(request, found, found.page_count, form=form, status=form.status)
    wanted = {name: form.cleaned_data[name] for name in ("text", "token", "answers", "labels")}
    try:
        follows = vars(found)["followed"]
        post = operations.reply_to(found, author=request.user, pictures=form.chosen, follows=follows, **wanted)
    except PermissionDenied as refused:
        return thread_page(request, found, found.page_count, form=form, refused=refused, status=403)
    if post.number:
        messages.success(request, _("Your reply is posted."))
    answer = redirect(found.url_of(post) if post.number else post)
    return let_go_of_draft(request, answer, found.key, form, has_draft=vars(found)["has_draft"])


@require_POST
@members
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Follow a discussion, or stop; then back to the page that she was reading."""
    found = find_thread(request, pk)
    page, wanted = request.POST.get("page", ""), request.POST.get("follow") == "yes"
    if wanted:
        operations.follow(found, request.user)
        messages.success(request, _("You follow this discussion. New replies stand under Notifications."))
    else:
        operations.unfollow(found, request.user)
        messages.success(request, _("You do not follow this discussion any more."))
    if in_place(request):
        vars(found)["followed"] = wanted
        return render(request, "forum/_thread_head.html#followed", {"thread": found, "page": page})
    return redirect(f"{found.get_absolute_url()}?page={page}" if page.isdecimal() and page != "1" else found)


@require_GET
@members
def posts_after(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """The posts that came after post `number`, as far as its page goes: what "2 new replies. Show" fetches."""
    found = find_thread(request, pk)
    page = found.page_of(max(number, 1))
    page_entries = entries.entries_between(found, number + 1, page * settings.POSTS_PER_PAGE, request.user)
    posts = shown_posts(request, found, page_entries, may_reply=can_reply(request.user, found))
    _visit(request, found, page_entries)
    context = {"thread": found, "posts": posts, "page": page}
    return render(request, "forum/thread.html#new_posts", context)


def _visit(request: HttpRequest, found: Thread, posts: list[PostEntry]) -> None:
    """The member has these posts before her now."""
    if request.user.is_authenticated and posts:
        marks = vars(found)  # what find_for() found
        operations.visit(
            request.user,
            found,
            first=posts[0].number,
            number=posts[-1].number,
            already=marks["seen"] or 0,
            read_through=marks["read_through"] or 0,
            notified=marks["notified"],
        )


def _page_number(request: HttpRequest, found: Thread) -> int:
    """The page asked for: a number, a post's number (?number=165), or "last". Raises Http404 for one that is not."""
    wanted = request.GET.get("page", "1")
    if sought := _number_sought(request, found):
        return found.page_of(sought)
    if wanted == "last":
        return found.page_count
    if not wanted.isdecimal() or len(wanted) > 9 or not 1 <= int(wanted) <= found.page_count:
        raise Http404
    return int(wanted)


def _number_sought(request: HttpRequest, found: Thread) -> int | None:
    """The post's number in ?number=, where there is none the nearest; None when nothing like it is asked for."""
    wanted = request.GET.get("number", "")
    return min(max(int(wanted[:9]), 1), max(found.last_number, 1)) if wanted.isdecimal() else None


def _go_to_day(request: HttpRequest, found: Thread) -> HttpResponse:
    """On to the first post on or after the day in ?date=; the newest posts and a word where there is none."""
    day = day_in(request.GET["date"])
    if day is None:
        note = _("Please choose a day, or write it like 2025-07-16.")
        return thread_page(request, found, 1, form=_reply_form(request, found), status=422, note=note)
    if number := filters.first_on(found, day):
        return redirect(f"{found.get_absolute_url()}?number={number}#sought")
    shown = date_format(day, pgettext("format of a day, as in Wed, Jul 16, 2025", "D, M j, Y"))
    note = _("Nobody has written here since %(day)s. These are the newest posts.") % {"day": shown}
    return thread_page(request, found, found.page_count, form=_reply_form(request, found), note=note)


def _reply_form(request: HttpRequest, found: Thread) -> ReplyForm | EmptyReply | None:
    initial: dict[str, Any] = stash.pop(request, reverse("reply", args=[found.pk])) or {}
    if not initial and not can_reply(request.user, found):
        return None
    personal = vars(found)
    if not (
        initial or personal["has_draft"] or personal["has_pending_images"] or {"answers", "quote"} & request.GET.keys()
    ):
        return EmptyReply(found)
    form = ReplyForm(initial=initial, thread=found)
    if not initial and personal["has_draft"] and (draft := begun(request, found.key)):
        form.go_on_with(draft)
    if personal["has_pending_images"]:
        form.begin_with(request.user, found.key)
    if "answers" in request.GET:
        form.initial["answers"] = request.GET["answers"]
    if "quote" in request.GET:
        form.quote(request.GET["quote"])
    return form


def _waiting(request: HttpRequest, found: Thread) -> list[Post]:
    """The member's own posts here that a moderator has yet to see."""
    if not getattr(found, "has_held_post", False):
        return []
    return list(found.posts.filter(author=request.user.pk, state=State.HELD).order_by("pk"))
