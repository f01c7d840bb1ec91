"""What a member bookmarked for herself: posts, her notes on them, and the sheet of questions for her visit."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.core.access import MemberRequest, members
from community.core.http.fragments import render_done, render_fragment, wants_fragment
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.forum import operations
from community.forum.forms import NoteForm
from community.forum.models import Bookmark, Post
from community.forum.selectors import bookmarks as selectors
from community.forum.views.input_recovery import never_lose_text

FORGOTTEN = "forgotten_bookmark"  # what she took off her list last, in her session until she goes on


@require_http_methods(["GET", "HEAD", "POST"])
@members
def save_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep a post; by GET her note on it, once she bookmarked it."""
    found = get_object_or_404(Post.objects.visible_to(request.user).select_related("thread"), pk=pk)
    if request.method != "POST":
        mine = Bookmark.objects.visible_to(request.user).filter(post=found).first()
        return _note_page(request, mine) if mine else redirect(found)
    mine = operations.add_bookmark(found, request.user)
    done = _("Kept for you. It stands under “What I kept”.")
    if wants_fragment(request):
        messages.success(request, done)
        context = {"post": _marked(found, bookmarked=True), "noting": reverse("bookmark", args=[mine.pk])}
        return render(request, "forum/_bookmark.html#done", context)
    way = format_html('<a href="{}">{}</a>', reverse("bookmark", args=[mine.pk]), _("Add a note"))
    messages.success(request, format_html("{} {}", done, way))
    return redirect(found.thread.url_of(found))


@require_safe
@members
def bookmarks(request: MemberRequest) -> HttpResponse:
    """All that she bookmarked, newest first; pages by key. `?removed` offers to undo what she took off last."""
    removed = "removed" in request.GET
    if not removed and FORGOTTEN in request.session:
        del request.session[FORGOTTEN]
    return render(request, "forum/bookmarks.html", _list(request) | {"undo": removed and FORGOTTEN in request.session})


@require_http_methods(["GET", "HEAD", "POST"])
@never_lose_text
@members
@accepts_forms(NoteForm)
def bookmark(request: MemberRequest, pk: int) -> HttpResponse:
    """Her note on one post that she bookmarked."""
    mine = _own(request, pk)
    if request.method != "POST":
        return _note_page(request, mine)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _note_page(request, mine, form)
    operations.write_note(mine, form.cleaned_data["note"], question=form.cleaned_data["question"])
    messages.success(request, _("Your note is saved."))
    if wants_fragment(request):
        if _on_list(request):
            return render_done(request, "forum/bookmarks.html#saved", _row(request, mine))
        return render_done(request, "forum/_bookmark.html#saved", {"post": _marked(mine.post, bookmarked=True)})
    return redirect(f"{reverse('bookmarks')}#saved-{mine.pk}")


@require_POST
@members
def remove_bookmark(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a post off her list; it can be put back with its note. A second click finds nothing to do."""
    mine = Bookmark.objects.visible_to(request.user).filter(pk=pk).first()
    if mine:
        request.session[FORGOTTEN] = {"post": mine.post_id, "text": mine.note, "question": mine.question}
        operations.remove_bookmark(mine)
        messages.success(request, _("It is off your list."))
    if wants_fragment(request) and _on_list(request):
        return render(request, "forum/bookmarks.html#forgotten", _list(request))
    if wants_fragment(request) and mine:
        return render_done(request, "forum/_bookmark.html#forgotten", {"post": _marked(mine.post, bookmarked=False)})
    return redirect(f"{reverse('bookmarks')}?removed=yes")


@require_POST
@members
def restore_bookmark(request: MemberRequest) -> HttpResponse:
    """Undo the last taking off, with the note that was on it."""
    if forgotten := request.session.pop(FORGOTTEN, None):
        operations.restore_bookmark(
            forgotten["post"], request.user, text=forgotten["text"], question=forgotten["question"]
        )
        messages.success(request, _("It is on your list again."))
    return redirect("bookmarks")


@require_safe
@members
def questions(request: MemberRequest) -> HttpResponse:
    """Her questions on one sheet, to print; `?titles=no` leaves out what the discussions are called."""
    page = {
        "sheet": selectors.sheet(request.user),
        "titles": request.GET.get("titles") != "no",
        "today": timezone.now(),
    }
    return render(request, "forum/questions.html", page)


def _note_page(request: MemberRequest, mine: Bookmark, form: NoteForm | None = None) -> HttpResponse:
    """The form for her note: what it says, what she typed before she was signed out, or what was wrong."""
    if form is None:
        place = reverse("bookmark", args=[mine.pk])
        initial = stash.pop(request, place) or {"note": mine.note, "question": mine.question}
        form = NoteForm(initial=initial)
    context = _row(request, mine) | {"form": form, "on_list": _on_list(request)}
    return render_fragment(request, "forum/bookmark.html", "note", context, status=422 if form.errors else 200)


def _list(request: MemberRequest) -> dict[str, Any]:
    after = request.GET.get("after", "")
    page = selectors.bookmark_page(request.user, after=after)
    first = reverse("bookmarks")
    return {
        "rows": page.rows,
        "after": after,
        "older": f"{first}?after={page.next_key}" if page.next_key else "",
        "latest": first if after else "",
    }


def _row(request: MemberRequest, mine: Bookmark) -> dict[str, Any]:
    return {"row": selectors.with_posts([mine], request.user)[0]}


def _own(request: MemberRequest, pk: int) -> Bookmark:
    return get_object_or_404(Bookmark.objects.visible_to(request.user), pk=pk)


def _marked(post: Post, *, bookmarked: bool) -> Post:
    """The post as her page of the discussion knows it (entries.marked_by)."""
    vars(post)["bookmarked"] = bookmarked
    return post


def _on_list(request: HttpRequest) -> bool:
    """Whether the page that stands already is her list."""
    path = request.htmx.current_url_abs_path if wants_fragment(request) else ""  # type: ignore[attr-defined]
    return bool(path) and path.split("?")[0] == reverse("bookmarks")
