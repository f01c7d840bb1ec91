"""The page that exists in the demo only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.core.access import everyone
from community.demo.accounts import PASSWORD, sign_ins
from community.demo.mailbox import mails


@everyone
def demo(request: HttpRequest) -> HttpResponse:
    """Show how to sign in, and the mails sent. The URL exists only with settings.DEMO."""
    return render(request, "demo/demo.html", {"sign_ins": sign_ins(), "password": PASSWORD, "mails": mails()})
