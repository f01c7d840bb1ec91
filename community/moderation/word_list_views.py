"""The word list: moderators see it, try it on texts and posts, and change it. Every change can be undone."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.core.access import moderators
from community.core.exceptions import Conflict
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.members.models import Member
from community.moderation import operations
from community.moderation.models import AuditEntry
from community.moderation.operations import Decision
from community.moderation.selectors.word_list import entries, try_entry, try_list, try_on_posts
from community.moderation.word_list_forms import TryForm, WordsForm
from community.safety.models import WatchedPhrase


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(TryForm)
def word_list(request: HttpRequest) -> HttpResponse:
    """Show the list, and what it finds in a submitted text; nothing is changed."""
    form = TryForm(request.POST if request.method == "POST" else None)
    page: dict[str, Any] = {"entries": entries(request.user), "form": form}
    if form.is_bound and form.is_valid():
        page["tried"] = try_list(form.cleaned_data["text"])
    return render(request, "moderation/word_list.html", page, status=422 if form.errors else 200)


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(WordsForm)
def add_words(request: HttpRequest) -> HttpResponse:
    """Add words or a pattern to the list, or try them first."""
    return _edit(request, None)


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(WordsForm)
def change_words(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change an entry of the list, or try the change first."""
    return _edit(request, _entry(request, entry_id))


@moderators
@require_POST
def remove_words(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take an entry off the list."""
    entry = _entry(request, entry_id)
    return _done(request, operations.remove_words(entry, _decision(request, entry.phrase)), _("Removed from the list."))


def _edit(request: HttpRequest, entry: WatchedPhrase | None) -> HttpResponse:
    """Show the form of an entry, what it would find, or store it; a refused one is shown again."""
    if request.method != "POST":
        return _show(request, entry, WordsForm(entry=entry, initial=stash.pop(request, request.path)))
    form = WordsForm(request.POST, entry=entry)
    if not form.is_valid():
        return _show(request, entry, form, status=422)
    if "try" in request.POST:
        return _try(request, entry, form)
    try:
        act = _save(request, entry, form)
    except Conflict as conflict:
        return _show(request, entry, form, status=409, refused=str(conflict))
    return _done(request, act, _("The list is saved."))


def _save(request: HttpRequest, entry: WatchedPhrase | None, form: WordsForm) -> AuditEntry:
    """Store what the valid form holds. Raises safety's ListChanged and AlreadyWatched."""
    values = form.values()
    decision = _decision(request, values["phrase"])
    if entry is None:
        return operations.add_words(values, decision)
    entry.version = form.cleaned_data["version"] or 0
    return operations.change_words(entry, values, decision)


def _try(request: HttpRequest, entry: WatchedPhrase | None, form: WordsForm) -> HttpResponse:
    """Show what the entry finds in the latest posts, and in the text that came with it."""
    unsaved, text = form.unsaved(), form.cleaned_data["text"]
    tried = try_entry(unsaved, text) if text else None
    return _show(request, entry, form, posts=try_on_posts(request.user, unsaved), tried=tried)


def _show(
    request: HttpRequest, entry: WatchedPhrase | None, form: WordsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "moderation/word_list_entry.html", {"entry": entry, "form": form} | more, status=status)


def _done(request: HttpRequest, act: AuditEntry, text: str) -> HttpResponse:
    """Go back to the list, with a link to undo the act."""
    messages.success(request, format_html('{} <a href="{}">{}</a>', text, reverse("undo", args=[act.pk]), _("Undo")))
    return redirect("word_list")


def _entry(request: HttpRequest, entry_id: int) -> WatchedPhrase:
    return get_object_or_404(WatchedPhrase.objects.visible_to(request.user), pk=entry_id)


def _decision(request: HttpRequest, phrase: str) -> Decision:
    """A change of the list concerns no member: the log names the words in place of a reason."""
    return Decision(by=cast("Member", request.user), reason=f"“{phrase}”"[:300])
