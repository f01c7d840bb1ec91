"""Build the page of a thread: its posts, the form for a reply, and what only this viewer sees."""

from typing import Any

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.composing.image_forms import NO_IMAGES, load_images
from community.composing.typing_time import shown_now
from community.core.caching.shell_cache import render_shell
from community.core.input_recovery import stash
from community.forum import operations
from community.forum.forms.posting import EmptyReply, ReplyForm
from community.forum.models import Post, State, Thread
from community.forum.policies import can_reply
from community.forum.rendering import runs, shown_posts
from community.forum.selectors.entries import PostEntry, entries_on_page
from community.forum.selectors.thread_page import ThreadPage, thread_page
from community.forum.views.drafting import saved_draft

type Reply = ReplyForm | EmptyReply | None  # None where the viewer cannot reply


def thread_page_or_404(request: HttpRequest, pk: int) -> ThreadPage:
    """Load the thread with the viewer's reading state. Raises Http404."""
    page = thread_page(request.user, pk)
    if page is None:
        raise Http404
    return page


def render_thread(
    request: HttpRequest,
    page: ThreadPage,
    number: int,
    form: Reply,
    *,
    status: int = 200,
    refused: Any = None,
    note: str = "",
    posted: Post | None = None,
) -> HttpResponse:
    """Render page `number` of a thread and record the visit.

    `refused` says why a reply was not accepted, `posted` that the form's words are in that post already, `note` why the
    viewer was sent to this page."""
    entries = entries_on_page(page.thread, number, request.user)
    shared = _shared_context(page, number, may_write=form is not None)
    sought = None if note else number_asked_for(request, page.thread)  # a note has the anchor itself
    own = _own_context(request, page, entries, sought, may_reply=form is not None)
    own |= {"form": form, "refused": refused, "note": note, "posted": posted}
    response = _respond(request, page, shared, own, status)
    record_visit(request, page, entries)
    return response


def record_visit(request: HttpRequest, page: ThreadPage, entries: list[PostEntry]) -> None:
    """Record that a member has these posts on their page now."""
    if request.user.is_authenticated and entries:
        first, last = entries[0].number, entries[-1].number
        operations.visit(request.user, page.thread, page.reading, first=first, number=last)


def number_asked_for(request: HttpRequest, thread: Thread) -> int | None:
    """The post's number in ?number=, or the nearest that exists; None without a number."""
    asked = _number_in_query(request)
    return None if asked is None else min(max(asked, 1), max(thread.last_number, 1))


def note_on_number(request: HttpRequest, thread: Thread) -> str:
    """What to say about a number in ?number= that is too high; "" for any other."""
    if (_number_in_query(request) or 0) <= thread.last_number:
        return ""
    posts = {"count": intcomma(thread.last_number)}
    return _("The posts here go from 1 to %(count)s. These are the newest ones.") % posts


def page_asked_for(request: HttpRequest, thread: Thread) -> int:
    """The page that ?number=165, ?page=3 or ?page=last means. Raises Http404 for a page that does not exist."""
    asked = request.GET.get("page", "1")
    if number := number_asked_for(request, thread):
        return thread.page_of(number)
    if asked == "last":
        return thread.page_count
    if not asked.isdecimal() or len(asked) > 9 or not 1 <= int(asked) <= thread.page_count:
        raise Http404
    return int(asked)


def reply_form(request: HttpRequest, page: ThreadPage) -> Reply:
    """The form below the posts, with stashed input or the draft, and with the post to answer or quote."""
    thread, reading = page.thread, page.reading
    initial: dict[str, Any] = stash.pop(request, reverse("reply", args=[thread.pk])) or {}
    if not initial and not can_reply(request.user, thread):
        return None
    asked = {"answers", "quote"} & request.GET.keys()
    if not (initial or reading.has_draft or reading.has_pending_images or asked):
        return EmptyReply(thread, shown_now(request.user) if request.user.is_authenticated else "")
    images = load_images(request.user, thread.key, typed=initial) if reading.has_pending_images else NO_IMAGES
    form = ReplyForm(initial=initial, thread=thread, images=images)
    if not initial and reading.has_draft and (draft := saved_draft(request, thread.key)):
        form.resume_draft(draft)
    if "answers" in asked:
        form.initial["answers"] = request.GET["answers"]
    if "quote" in asked:
        form.quote(request.GET["quote"])
    return form


def _respond(
    request: HttpRequest, page: ThreadPage, shared: dict[str, Any], own: dict[str, Any], status: int
) -> HttpResponse:
    """Render from the cached shell; a page that answers a form is rendered whole, since it may show an error."""
    if request.method != "GET" or status != 200:
        return render(request, "forum/thread.html", shared | own, status=status)
    key = (shared["page"], shared["may_write"], shared["unfinished"])
    return render_shell(request, "forum/thread.html", lambda: shared, shared | own, key=key, version=page.version)


def _shared_context(page: ThreadPage, number: int, *, may_write: bool) -> dict[str, Any]:
    """What the page shows to everybody for whom `may_write` and `unfinished` are the same."""
    size, last = settings.POSTS_PER_PAGE, page.thread.last_number
    return {
        "thread": page.thread,
        "site_version": page.site_version,
        "page": number,
        "may_write": may_write,
        "unfinished": bool(page.first_new or page.continue_at),
        "is_long": last > size // 2,
        "first_number": (number - 1) * size + 1,
        "last_number": min(number * size, last),
    }


def _own_context(
    request: HttpRequest, page: ThreadPage, entries: list[PostEntry], sought: int | None, *, may_reply: bool
) -> dict[str, Any]:
    """What the page shows to this viewer alone."""
    posts = shown_posts(request, page, entries, may_reply=may_reply)
    return {
        "posts": posts,
        "runs": runs(posts, page.first_new, sought),
        "sought": sought,
        "reading": page.reading,
        "first_new": page.first_new,
        "continue_at": page.continue_at,
        "waiting": _held_posts(request, page),
    }


def _number_in_query(request: HttpRequest) -> int | None:
    asked = request.GET.get("number", "")
    return int(asked[:9]) if asked.isdecimal() else None


def _held_posts(request: HttpRequest, page: ThreadPage) -> list[Post]:
    """The member's own posts in this thread that wait for a moderator."""
    if not page.reading.has_held_post:
        return []
    return list(page.thread.posts.filter(author=request.user.pk, state=State.HELD).order_by("pk"))
