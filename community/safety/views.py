"""Report a post or thread, or write to the team. These pages are not cached, so their forms carry a CSRF token."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.core import refs
from community.core.access import MemberRequest, everyone, members
from community.core.http import limits
from community.core.http.fragments import render_done, render_fragment, wants_fragment
from community.core.input_recovery.forms import accepts_forms
from community.safety import operations
from community.safety.forms import LetterForm, ReportForm

if TYPE_CHECKING:
    from community.members.models import Member
    from community.safety.models import Report


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(ReportForm)
def report(request: HttpRequest) -> HttpResponse:
    """Report the post or thread that ?source= names; 404 for one that the viewer may not see."""
    source, target = _reported(request)
    member = _member(request)
    form = ReportForm(request.POST if request.method == "POST" else None)
    page = {"target": target, "form": form, "source": source}
    if member and (earlier := operations.earlier_report(member, source, _text_of(target))):
        return _reported_already(request, page, earlier)
    if request.method != "POST":
        return render_fragment(request, "safety/report.html", "report", page)
    if not form.is_valid():
        return render_fragment(request, "safety/report.html", "report", page, status=422)
    if not _is_within_limit(request):
        return render_fragment(request, "safety/report.html", "report", page | {"too_many": True}, status=429)
    _store_report(source, target, member, form, _browser(request))
    if wants_fragment(request):
        messages.success(request, _("Thank you. We have your report. A moderator will read it."))
        return render_done(request)
    return redirect(reverse("report_thanks") + "?" + urlencode({"source": source}))


def _reported_already(request: HttpRequest, page: dict[str, Any], earlier: "Report") -> HttpResponse:
    """Say that the member has told the team. Other words than the report's reach the team as a message."""
    form: ReportForm = page["form"]
    if form.is_bound and not form.is_valid():
        return render_fragment(request, "safety/report.html", "report", page, status=422)
    fields = form.cleaned_data if form.is_bound else {}
    is_new = bool(fields) and (fields["reason"], fields["note"]) != (earlier.reason, earlier.note)
    if is_new and not _is_within_limit(request):
        return render_fragment(request, "safety/report.html", "report", page | {"too_many": True}, status=429)
    if is_new:
        words = {name: fields[name] for name in ("reason", "note")}
        operations.add_to_report(earlier, **words, page=page["target"].url, token=form.idempotency_token())
    shown = {"already": True, "added": is_new, "is_open": earlier.case.is_open}
    return render_fragment(request, "safety/report.html", "report", page | shown)


@require_POST
@members
def withdraw_report(request: MemberRequest) -> HttpResponse:
    """Take back the member's report of what ?source= names, and return to it."""
    source, target = _reported(request)
    earlier = operations.earlier_report(request.user, source, _text_of(target))
    try:
        if earlier is None:
            raise operations.Stale
        operations.withdraw_report(earlier)
        messages.success(request, _("You’ve taken your report back."))
    except operations.Stale:
        messages.info(request, _("A moderator has already decided about this."))
    return redirect(target.url)


@everyone
@require_safe
def report_thanks(request: HttpRequest) -> HttpResponse:
    """Say what happens now, with a link back to what was reported."""
    return render(request, "safety/report_thanks.html", {"target": _reported(request)[1]})


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(LetterForm)
def contact(request: HttpRequest) -> HttpResponse:
    """Write to the team; ?page= is the page that the link was on."""
    if request.method != "POST":
        page = request.GET.get("page", "")[:200]
        return render(request, "safety/contact.html", {"form": LetterForm(initial={"page": page})})
    form = LetterForm(request.POST)
    if not form.is_valid():
        return render(request, "safety/contact.html", {"form": form}, status=422)
    if not _is_within_limit(request):
        return render(request, "safety/contact.html", {"form": form, "too_many": True}, status=429)
    values = {name: form.cleaned_data[name] for name in ("text", "email", "page")}
    token = form.idempotency_token()
    operations.write_letter(**values, member=_member(request), token=token, browser=_browser(request))
    return redirect("contact_thanks")


@everyone
@require_safe
def contact_thanks(request: HttpRequest) -> HttpResponse:
    """Confirm that the message has arrived."""
    return render(request, "safety/contact_thanks.html")


def _reported(request: HttpRequest) -> tuple[str, refs.ContentRef]:
    """Return the key in ?source= with its ref; 404 if it cannot be reported, or the viewer may not see it."""
    source = request.GET.get("source", "")
    if not refs.reportable(source):
        raise Http404
    prefix, pk = refs.split(source)
    key = f"{prefix}:{pk}"
    described = refs.describe([key], request.user)
    if key not in described:
        raise Http404
    return key, described[key]


def _store_report(
    source: str, target: refs.ContentRef, member: "Member | None", form: ReportForm, browser: str
) -> None:
    operations.report(
        source,
        context=target.context or source,
        member=member,
        reason=form.cleaned_data["reason"],
        note=form.cleaned_data["note"],
        text=_text_of(target),
        author=target.author,
        token=form.idempotency_token(),
        browser=browser,
    )


def _text_of(target: refs.ContentRef) -> str:
    """Return what a report stores of its target: the text, or the title if it has none."""
    return target.text or target.title


def _member(request: HttpRequest) -> "Member | None":
    return request.user if request.user.is_authenticated else None


def _browser(request: HttpRequest) -> str:
    """Return a secret that only this browser has, since every page with a form sets the cookie; "" without it."""
    return request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")


def _is_within_limit(request: HttpRequest) -> bool:
    """Count a report or letter, and return whether its sender has not sent too many within the hour."""
    sender = f"member {request.user.pk}" if request.user.is_authenticated else limits.network_of(request)
    return limits.allow(f"letters from {sender}", settings.GUEST_LETTERS_PER_HOUR)
