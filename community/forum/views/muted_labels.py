"""Muted labels: choose them, and the content warning before a thread that has one."""

from datetime import datetime, time, timedelta, tzinfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.content_warnings import parse_labels
from community.core.access import MemberRequest, members
from community.core.http.origins import own_page
from community.core.http.time_zone import remember_zone, viewer_zone
from community.core.input_recovery.forms import accepts_forms
from community.forum import operations
from community.forum.forms.reading import MutedLabelsForm
from community.forum.models import Thread

ANYWAY = "shown_anyway"  # session key: the threads that the member opened although they mute one of their labels
REMEMBERED = 50
MORNING = time(6)
NIGHT_ENDS = time(5)  # from then on, tomorrow morning is the next day's: an hour is no use to anybody


@require_http_methods(["GET", "HEAD", "POST"])
@members
@accepts_forms(MutedLabelsForm)
def muted_labels(request: MemberRequest) -> HttpResponse:
    """Choose labels to mute, and for how long; ?hide= preselects some, ?next= is the page to return to."""
    if request.method != "POST":
        wanted = request.user.muted_labels | parse_labels(request.GET.get("hide", ""))
        form = MutedLabelsForm(initial={"labels": wanted, "span": _span_of(request)})
        return _page(request, form, own_page(request.GET.get("next", "")))
    back = own_page(request.POST.get("next", ""))
    form = MutedLabelsForm(request.POST)
    if "show" not in request.POST and not form.is_valid():
        return _page(request, form, back, status=422)
    labels = 0 if "show" in request.POST else form.cleaned_data["labels"]
    remember_zone(request)
    operations.mute_labels(
        request.user, labels, until=end_of(form.cleaned_data["span"], viewer_zone(request)) if labels else None
    )
    request.session.pop(ANYWAY, None)
    done = (
        _("These are hidden now. You can show them again at any time.") if labels else _("Everything is showing again.")
    )
    messages.success(request, done)
    return redirect(back or "muted_labels")


def end_of(span: str, zone: tzinfo) -> datetime | None:
    """The morning on which a span of MutedLabelsForm ends in the member's time zone; None for the one without an end.

    Whoever is awake at half past one means by tomorrow morning the one that comes after this night."""
    days = {"morning": 1, "week": 7}.get(span)
    if days is None:
        return None
    now = timezone.localtime(timezone=zone)
    is_night = span == "morning" and now.time() < NIGHT_ENDS
    return datetime.combine(now.date() + timedelta(days=0 if is_night else days), MORNING, zone)


def hidden_page(request: HttpRequest, thread: Thread) -> HttpResponse | None:
    """Render the content warning in place of a thread that the viewer mutes: only its labels are shown.

    None for other threads, and for one that the viewer opens with ?anyway=, until they choose their labels again."""
    hidden = thread.muted_for(request.user)
    if not hidden:
        return None
    opened = request.session.get(ANYWAY, [])
    if "anyway" in request.GET and thread.pk not in opened:
        request.session[ANYWAY] = [*opened, thread.pk][-REMEMBERED:]
    if "anyway" in request.GET or thread.pk in opened:
        return None
    return render(
        request, "forum/hidden.html", {"hidden": hidden, "group": thread.group, "query": request.GET.urlencode()}
    )


def _page(request: MemberRequest, form: MutedLabelsForm, back: str, *, status: int = 200) -> HttpResponse:
    page = {"form": form, "next": back, "muted_labels": request.user.muted_labels}
    return render(request, "forum/muted_labels.html", page, status=status)


def _span_of(request: MemberRequest) -> str:
    """The form's choice that is nearest to how long the member mutes labels now."""
    until = request.user.muted_until
    if not request.user.muted_labels:
        return "morning"
    if until is None:
        return "open"
    return "week" if until - timezone.now() > timedelta(days=2) else "morning"
