"""A member's preferences: what we tell them, and how."""

from copy import copy

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.core.access import MemberRequest, members
from community.core.input_recovery.forms import accepts_forms
from community.notifications.forms import COLUMNS, PreferencesForm, SampleForm, shown_in
from community.notifications.models import Preferences
from community.notifications.operations import preferences_for, save_preferences
from community.notifications.operations.preferences import merged
from community.notifications.selectors.preference_changes import changes
from community.notifications.selectors.sample import sample_for

BEFORE = "preferences_before"  # session key: the choices before the last change, until the page is opened again


@require_http_methods(["GET", "HEAD", "POST"])
@members
@accepts_forms(PreferencesForm)
def preferences(request: MemberRequest) -> HttpResponse:
    """Show the choices, or save them and say what has changed; `?saved` offers to undo that."""
    before = preferences_for(request.user)
    if request.method != "POST":
        if "saved" not in request.GET:
            request.session.pop(BEFORE, None)
        return _page(request, before, PreferencesForm(instance=before), undo=BEFORE in request.session)
    shown = shown_in(request.POST, before)
    form = PreferencesForm(request.POST, instance=copy(shown))
    if not form.is_valid():
        return _page(request, before, form, status=422)
    chosen = merged(before, shown, form.instance, whole=form.whole)
    if not (sentences := changes(before, chosen)):
        messages.info(request, _("You didn’t change anything."))
        return redirect("preferences")
    save_preferences(chosen)
    request.session[BEFORE] = model_to_dict(before, COLUMNS)
    messages.success(request, _("Saved.") + " " + " ".join(sentences))
    return redirect(f"{reverse('preferences')}?saved=yes")


@require_POST
@members
def undo_preferences(request: MemberRequest) -> HttpResponse:
    """Put the choices back as they were before the last change."""
    if before := request.session.pop(BEFORE, None):
        chosen = preferences_for(request.user)
        for name in COLUMNS:
            setattr(chosen, name, before.get(name, getattr(chosen, name)))
        save_preferences(chosen)
        messages.success(request, _("Your settings are as they were before."))
    return redirect("preferences")


def _page(
    request: MemberRequest, stored: Preferences, form: PreferencesForm, *, undo: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "undo": undo,
        "sample": sample_for(request.user, stored),
        "sample_form": SampleForm(),
    }
    return render(request, "notifications/preferences.html", context, status=status)
