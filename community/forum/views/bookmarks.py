"""A member's bookmarks: the posts, private notes on them, and the notes that are questions for a doctor's visit."""

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
from community.core.http.origins import path_on_this_site
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.core.input_recovery.views import restores_input
from community.forum import operations
from community.forum.forms.reading import NoteForm
from community.forum.models import Bookmark, Post
from community.forum.selectors import bookmarks as selectors
from community.forum.selectors.entries import OwnState

REMOVED = "removed_bookmark"  # session key: the bookmark removed last, until another page of the list is opened


@require_http_methods(["GET", "HEAD", "POST"])
@members
def save_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Bookmark a post; a GET opens the note on it when it is bookmarked already."""
    post = get_object_or_404(Post.objects.visible_to(request.user).select_related("thread"), pk=pk)
    if request.method != "POST":
        bookmark = Bookmark.objects.visible_to(request.user).filter(post=post).first()
        return _note_page(request, bookmark) if bookmark else redirect(post)
    bookmark = operations.add_bookmark(post, request.user)
    note_url = reverse("bookmark", args=[bookmark.pk])
    done = _("Saved. You can find it in “Saved posts”.")
    if wants_fragment(request):
        messages.success(request, done)
        return render(request, "forum/_bookmark.html#done", _button(post, bookmarked=True) | {"noting": note_url})
    link = format_html('<a href="{}">{}</a>', note_url, _("Add a note"))
    messages.success(request, format_html("{} {}", done, link))
    return redirect(post.thread.url_of(post))


@require_safe
@members
def bookmarks(request: MemberRequest) -> HttpResponse:
    """List the member's bookmarks, newest first; `?removed` offers to undo the last removal."""
    removed = "removed" in request.GET
    if not removed and REMOVED in request.session:
        del request.session[REMOVED]
    return render(request, "forum/bookmarks.html", _list(request) | {"undo": removed and REMOVED in request.session})


@require_http_methods(["GET", "HEAD", "POST"])
@members
@restores_input
@accepts_forms(NoteForm)
def bookmark(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit the member's note on a bookmark."""
    bookmark = get_object_or_404(Bookmark.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return _note_page(request, bookmark)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _note_page(request, bookmark, form)
    operations.write_note(bookmark, form.cleaned_data["note"], question=form.cleaned_data["question"])
    messages.success(request, _("Your note is saved."))
    if wants_fragment(request):
        if _on_list(request):
            return render_done(request, "forum/bookmarks.html#saved", _row(request, bookmark))
        return render_done(request, "forum/_bookmark.html#saved", _button(bookmark.post, bookmarked=True))
    return redirect(f"{reverse('bookmarks')}#saved-{bookmark.pk}")


@require_POST
@members
def remove_bookmark(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a bookmark; it can be restored with its note. A second click has nothing to do."""
    bookmark = Bookmark.objects.visible_to(request.user).filter(pk=pk).first()
    if bookmark:
        request.session[REMOVED] = {"post": bookmark.post_id, "text": bookmark.note, "question": bookmark.question}
        operations.remove_bookmark(bookmark)
        messages.success(request, _("Removed from your saved posts."))
    if wants_fragment(request) and _on_list(request):
        return render(request, "forum/bookmarks.html#forgotten", _list(request))
    if wants_fragment(request) and bookmark:
        return render_done(request, "forum/_bookmark.html#forgotten", _button(bookmark.post, bookmarked=False))
    return redirect(f"{reverse('bookmarks')}?removed=yes")


@require_POST
@members
def restore_bookmark(request: MemberRequest) -> HttpResponse:
    """Undo the last removal, with the note."""
    if removed := request.session.pop(REMOVED, None):
        operations.restore_bookmark(removed["post"], request.user, text=removed["text"], question=removed["question"])
        messages.success(request, _("Added back to your saved posts."))
    return redirect("bookmarks")


@require_safe
@members
def questions(request: MemberRequest) -> HttpResponse:
    """Show the member's questions on one page to print; `?titles=no` leaves the threads' titles out."""
    page = {
        "sheet": selectors.sheet(request.user),
        "titles": request.GET.get("titles") != "no",
        "today": timezone.now(),
    }
    return render(request, "forum/questions.html", page)


def _note_page(request: MemberRequest, bookmark: Bookmark, form: NoteForm | None = None) -> HttpResponse:
    """Render the form for a note: as saved, as stashed before signing in again, or with errors."""
    if form is None:
        stashed = stash.pop(request, reverse("bookmark", args=[bookmark.pk]))
        form = NoteForm(initial=stashed or {"note": bookmark.note, "question": bookmark.question})
    context = _row(request, bookmark) | {"form": form, "on_list": _on_list(request)}
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


def _row(request: MemberRequest, bookmark: Bookmark) -> dict[str, Any]:
    return {"row": selectors.with_posts([bookmark], request.user)[0]}


def _button(post: Post, *, bookmarked: bool) -> dict[str, Any]:
    """The context of the button under a post (templates/forum/_bookmark.html)."""
    return {"post": post, "own": OwnState(bookmarked=bookmarked)}


def _on_list(request: HttpRequest) -> bool:
    """Whether a script asked from the list of bookmarks."""
    path = path_on_this_site(request.headers.get("HX-Current-URL", ""), request) if wants_fragment(request) else ""
    return path.split("?")[0] == reverse("bookmarks")
