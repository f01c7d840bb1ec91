"""Answers that belong to no app: a failed check of the form's token."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.core.origins import from_own_page

_NOT_TEXT = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give back what was typed when the form's token has run out, ready to be sent again.

    Passwords and codes are left out. What another site sent is not given back either: it would come with a valid token,
    and the button would do what that site wants."""
    fields = []
    if from_own_page(request):
        fields = [(name, value) for name, values in request.POST.lists() if name not in _NOT_TEXT for value in values]
    return render(request, "403_csrf.html", {"fields": fields, "action": request.get_full_path()}, status=403)
