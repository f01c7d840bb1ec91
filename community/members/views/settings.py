"""The member's settings: overview, profile, writing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.core.access import MemberRequest, members
from community.core.http import limits
from community.core.http.origins import own_page
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.core.input_recovery.views import restores_input
from community.members import operations
from community.members.forms import AboutForm, WritingForm
from community.members.policies import check_may_change_profile


@members
@require_safe
def settings(request: MemberRequest) -> HttpResponse:
    """Link to everything that a member can set."""
    return render(request, "members/settings.html")


@members
@restores_input
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(AboutForm)
def about_me(request: MemberRequest) -> HttpResponse:
    """Edit the member's description and avatar colour."""
    if request.method != "POST":
        form = AboutForm(initial=stash.pop(request, request.path), instance=request.user)
        return render(request, "members/about_me.html", {"form": form})
    check_may_change_profile(request.user)
    form = AboutForm(request.POST, instance=request.user)
    if not form.is_valid():
        # The form has assigned the invalid values, which the page's header would show.
        request.user.refresh_from_db(fields=["about", "hue", "findable"])
        return render(request, "members/about_me.html", {"form": form}, status=422)
    limits.count_post(request.user)
    operations.save_about(request.user)
    messages.success(request, _("Saved. This is how others see your profile."))
    return redirect(request.user)


@members
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(WritingForm)
def writing(request: MemberRequest) -> HttpResponse:
    """Choose the editor or a plain text box; ?next= is the page to return to."""
    form = WritingForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method != "POST":
        page = {"form": form, "next": own_page(request.GET.get("next", ""))}
        return render(request, "members/writing.html", page)
    form.save()
    messages.success(request, _("Saved. You’ll write this way from now on."))
    return redirect(own_page(request.POST.get("next", "")) or "settings")
