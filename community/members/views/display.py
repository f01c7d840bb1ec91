"""Choose display and language, also as a guest, who has neither session nor CSRF token.

The forms are exempt from the CSRF token and check the request's origin instead, as the newsletter's does. A guest's
choices are two cookies, each set only for a choice, and deleted when the choice is reset."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from community.core.access import everyone
from community.core.http.origins import from_own_page, own_page
from community.core.input_recovery.forms import accepts_forms
from community.core.text.languages import variant_for
from community.members.display import Display, language_in_cookie
from community.members.forms import DisplayForm


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@everyone
@accepts_forms(DisplayForm)
def display(request: HttpRequest) -> HttpResponse:
    """Choose text size, colours and language; ?next= is the page to return to."""
    if request.method != "POST":
        form = DisplayForm.for_choices(Display.from_request(request), _language_of(request))
        page = {"form": form, "next": own_page(request.GET.get("next", "")), "saved": "saved" in request.GET}
        if page["saved"] and not request.COOKIES:  # nothing chosen, or a browser that keeps no cookies
            page["host"] = request.get_host()
        return render(request, "members/display.html", page)
    _check_own_page(request)
    back = own_page(request.POST.get("next", ""))
    form = DisplayForm({} if "reset" in request.POST else request.POST)
    if not form.is_valid():
        return render(request, "members/display.html", {"form": form, "next": back}, status=422)
    response = redirect(back or reverse("display") + "?saved=1")
    return _store(request, response, form.display, form.cleaned_data["language"])


@csrf_exempt
@require_POST
@everyone
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language with the button on every page, to the browser's variant; ignore an unknown language."""
    _check_own_page(request)
    response = redirect(own_page(request.POST.get("next", "")) or "home")
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        return response
    variant = variant_for(wanted, request.headers.get("Accept-Language", ""))
    return _store(request, response, Display.from_request(request), variant)


def _check_own_page(request: HttpRequest) -> None:
    if not from_own_page(request):
        raise PermissionDenied


def _language_of(request: HttpRequest) -> str:
    chosen = request.user.language if request.user.is_authenticated else ""
    return chosen or language_in_cookie(request)


def _store(request: HttpRequest, response: HttpResponse, chosen: Display, language: str) -> HttpResponse:
    """Store the choices in this browser's cookies, and for a member also on the row."""
    if request.user.is_authenticated:
        request.user.save_display(chosen, language)
    for cookie, value in ((settings.DISPLAY_COOKIE_NAME, str(chosen)), (settings.LANGUAGE_COOKIE_NAME, language)):
        if value:
            response.set_cookie(
                cookie,
                value,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif cookie in request.COOKIES:
            response.delete_cookie(cookie, samesite="Lax")
    return response
