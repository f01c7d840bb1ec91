"""A thread: read it, reply, follow it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.core import kept
from community.core.access import MemberRequest, everyone, members
from community.core.fragments import in_place
from community.forum import operations, queries
from community.forum.forms import ReplyForm
from community.forum.models import Post, State, Thread
from community.forum.policies import CLOSED, can_reply
from community.forum.views.keeping import never_lose_text


def find_thread(request: HttpRequest, pk: int, *, whole: bool = False) -> Thread:
    """The thread as this viewer may see it, with her marks; `whole` with all that its page shows. Raises Http404."""
    threads = Thread.objects.visible_to(request.user)
    if whole:
        threads = threads.for_display()
    return get_object_or_404(queries.for_page(threads, request.user), pk=pk)


@everyone
def thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One page of a discussion."""
    found = find_thread(request, pk, whole=True)
    if slug != found.slug:
        query = request.META.get("QUERY_STRING")
        return redirect(found.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    page = _page_number(request, found)
    form = _reply_form(request, found)
    closed = form and not can_reply(request.user, found)  # kept text came back, and the discussion has closed since
    return thread_page(request, found, page, form=form, refused=CLOSED if closed else None)


def thread_page(
    request: HttpRequest, found: Thread, page: int, *, form: ReplyForm | None, refused: object = None, status: int = 200
) -> HttpResponse:
    """Render a page of a thread, and move the member's place to its last post."""
    posts = queries.posts_page(found, page)
    seen = getattr(found, "seen", None)
    context = {
        "thread": found,
        "posts": posts,
        "page": page,
        "seen": seen,
        "form": form,
        "may_reply": form is not None,
        "refused": refused,
        "first_unread": seen + 1 if seen and seen < found.last_number else None,
        "waiting": _waiting(request, found),
    }
    response = render(request, "forum/thread.html", context, status=status)
    _visit(request, found, posts)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_lose_text
@members
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    """Post a reply; whoever comes here by GET, after signing in again, goes on to the form."""
    found = find_thread(request, pk)
    if request.method != "POST":
        return redirect(f"{found.get_absolute_url()}?page={found.page_count}#reply")
    form = ReplyForm(request.POST, posts=_answerable(found))
    if not form.is_valid():
        return thread_page(request, found, found.page_count, form=form, status=422)
    wanted = {name: form.cleaned_data[name] for name in ("text", "token", "answers")}
    try:
        post = operations.reply_to(found, author=request.user, **wanted)
    except PermissionDenied as refused:
        return thread_page(request, found, found.page_count, form=form, refused=refused, status=403)
    return redirect(found.url_of(post) if post.number else post)


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
    posts = queries.posts_between(found, number + 1, page * settings.POSTS_PER_PAGE)
    _visit(request, found, posts)
    context = {"thread": found, "posts": posts, "page": page, "may_reply": can_reply(request.user, found)}
    return render(request, "forum/thread.html#new_posts", context)


def _visit(request: HttpRequest, found: Thread, posts: list[Post]) -> None:
    """The member has these posts before her now."""
    if request.user.is_authenticated and posts:
        marks = vars(found)  # what queries.for_page found
        operations.visit(
            request.user, found, number=posts[-1].number or 0, already=marks["seen"] or 0, told=marks["told"]
        )


def _page_number(request: HttpRequest, found: Thread) -> int:
    """The page asked for: a number, a post's number (?number=165), or "last". Raises Http404 for one that is not."""
    wanted = request.GET.get("page", "1")
    if request.GET.get("number", "").isdecimal():
        return found.page_of(min(max(int(request.GET["number"][:9]), 1), max(found.last_number, 1)))
    if wanted == "last":
        return found.page_count
    if not wanted.isdecimal() or len(wanted) > 9 or not 1 <= int(wanted) <= found.page_count:
        raise Http404
    return int(wanted)


def _reply_form(request: HttpRequest, found: Thread) -> ReplyForm | None:
    initial: dict[str, Any] = kept.take(request, reverse("reply", args=[found.pk])) or {}
    if not initial and not can_reply(request.user, found):
        return None
    if "answers" in request.GET:
        initial["answers"] = request.GET["answers"]
    return ReplyForm(initial=initial, posts=_answerable(found))


def _answerable(found: Thread) -> Any:
    return Post.objects.filter(thread=found, state=State.PUBLISHED).select_related("author")


def _waiting(request: HttpRequest, found: Thread) -> list[Post]:
    """The member's own posts here that a moderator has yet to see."""
    if not getattr(found, "waits", False):
        return []
    return list(found.posts.filter(author=request.user.pk, state=State.HELD).order_by("pk"))
