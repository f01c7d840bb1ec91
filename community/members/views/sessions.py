"""End another session; the list of sessions is allauth's page."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.core.access import members
from community.members.browsers import describe


@members
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of the member's sessions; for the current one, redirect to the sign-out page, which asks first."""
    session = get_object_or_404(UserSession.objects.filter(user_id=request.user.pk), pk=session_id)
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    session.end()
    messages.success(
        request, _("You’re signed out on that device: %(browser)s.") % {"browser": describe(session.user_agent)}
    )
    return redirect("usersessions_list")
