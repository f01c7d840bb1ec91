"""How a reader likes her pages, and in which language: for guests too, who have no session and no token.

So the forms are exempt from Django's token, and where they stand is checked instead, as for the newsletter. A guest's
choice is two cookies, each set only when she chose something, and taken away when she takes her choice back."""

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
from community.members.display import Display, language_in_cookie
from community.members.forms import DisplayForm


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@everyone
@accepts_forms(DisplayForm)
def display(request: HttpRequest) -> HttpResponse:
    """Text size, colours and language, on one page; ?next= is the page that the reader came from."""
    if request.method != "POST":
        form = DisplayForm.of(Display.from_request(request), _language_of(request))
        page = {"form": form, "next": own_page(request.GET.get("next", "")), "saved": "saved" in request.GET}
        return render(request, "members/display.html", page)
    _check_own_page(request)
    back = own_page(request.POST.get("next", ""))
    form = DisplayForm({} if "reset" in request.POST else request.POST)
    if not form.is_valid():
        return render(request, "members/display.html", {"form": form, "next": back}, status=422)
    answer = redirect(back or reverse("display") + "?saved=1")
    return _keep(request, answer, form.display, form.cleaned_data["language"])


@csrf_exempt
@require_POST
@everyone
def language(request: HttpRequest) -> HttpResponse:
    """The page's button for the other language; all else stays as it was. Another word than a language does nothing."""
    _check_own_page(request)
    answer = redirect(own_page(request.POST.get("next", "")) or "home")
    wanted = request.POST.get("language", "")
    return (
        _keep(request, answer, Display.from_request(request), wanted) if wanted in dict(settings.LANGUAGES) else answer
    )


def _check_own_page(request: HttpRequest) -> None:
    if not from_own_page(request):
        raise PermissionDenied


def _language_of(request: HttpRequest) -> str:
    chosen = request.user.language if request.user.is_authenticated else ""
    return chosen or language_in_cookie(request)


def _keep(request: HttpRequest, answer: HttpResponse, chosen: Display, language: str) -> HttpResponse:
    """Keep what was chosen in this browser, and for a member everywhere."""
    if request.user.is_authenticated:
        request.user.prefer(chosen, language)
    for cookie, value in ((settings.DISPLAY_COOKIE_NAME, str(chosen)), (settings.LANGUAGE_COOKIE_NAME, language)):
        if value:
            answer.set_cookie(
                cookie,
                value,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif cookie in request.COOKIES:
            answer.delete_cookie(cookie, samesite="Lax")
    return answer
