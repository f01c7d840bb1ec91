"""The pages that exist in the demo only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from community.core.access import everyone
from community.demo.accounts import PASSWORD, sign_ins
from community.demo.mailbox import mails


@everyone
def demo(request: HttpRequest) -> HttpResponse:
    """Show how to sign in, and the mails sent. The URL exists only with settings.DEMO."""
    return render(request, "demo/demo.html", {"sign_ins": sign_ins(), "password": PASSWORD, "mails": mails()})


@csp_override({"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "sandbox": ["allow-popups"]})
@everyone
def demo_mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show a mail as it is drawn: its styles are in its elements, and it may load and run nothing."""
    html = next((mail.html for mail in mails() if mail.key == key), "")
    if not html:
        raise Http404
    return HttpResponse(html)
