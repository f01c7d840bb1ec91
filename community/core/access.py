"""Who may open a page. Each decorator leaves its rule on the view, and a test reads it for every URL."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from community.core.http.origins import page_before
from community.core.input_recovery.views import stash_input_of_guests

if TYPE_CHECKING:
    from community.members.models import Member

View = Callable[..., HttpResponse]


class MemberRequest(HttpRequest):
    """The request of a view behind `members`, `moderators` or `editors`: somebody is signed in."""

    user: "Member"


def everyone(view: View) -> View:
    """Guests too. The view itself shows only what the viewer may see."""
    return _declare(view, "everyone")


def members(view: View) -> View:
    """Whoever is signed in; others are asked to sign in and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else _ask_to_sign_in(request)

    return _declare(guarded, "members")


def moderators(view: View) -> View:
    """Moderators and administrators, with a second factor in this session; to others the page does not exist."""
    return _staff(view, "moderators", lambda member: member.moderates)


def editors(view: View) -> View:
    """Editors and administrators, with a second factor in this session; to others the page does not exist."""
    return _staff(view, "editors", lambda member: member.edits)


def staff(view: View) -> View:
    """Whoever may open Django's admin, with a second factor in this session; in the demo everybody. To others the page
    does not exist. For pages about the software, not about people."""
    guarded = _staff(view, "staff", lambda member: member.is_staff)

    @wraps(view)
    def open_in_the_demo(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return (view if settings.DEMO else guarded)(request, *args, **kwargs)

    return _declare(open_in_the_demo, "staff")


def _staff(view: View, rule: str, allowed: Callable[[Any], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:  # her sign-in ran out while she wrote
            return redirect_to_login(request.get_full_path())
        if not request.user.is_authenticated or not allowed(request.user):
            raise Http404
        return ask_second_factor(request) or view(request, *args, **kwargs)

    return _declare(stash_input_of_guests(guarded), rule)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Then back here; or, where a button was pressed whose address is no page, to the page that it stands on."""
    view = getattr(request.resolver_match, "func", None)
    here = request.method != "POST" or getattr(view, "restores_input", False)
    return redirect_to_login(request.get_full_path() if here else page_before(request))


def _declare(view: View, rule: str) -> View:
    vars(view)["access"] = rule
    return view


def has_second_factor(request: HttpRequest) -> bool:
    """Whether a code from the member's second factor was given in this session, and she still has one."""
    given = any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
    return given and is_mfa_enabled(request.user)


def ask_second_factor(request: HttpRequest, then: str = "") -> HttpResponse | None:
    """Send a member of staff to set up or give her second factor, and `then` on or back; None when she has given it."""
    if has_second_factor(request):
        return None
    come_back = "?" + urlencode({"next": then or request.get_full_path()})
    if is_mfa_enabled(request.user):
        return redirect(reverse("mfa_reauthenticate") + come_back)
    messages.info(request, _("Set up a second step for signing in first. It protects everybody you look after."))
    return redirect(reverse("mfa_activate_totp") + come_back)
