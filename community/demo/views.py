"""Pages that exist in the demo only: how to sign in, and the mails that it wrote."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.core.access import everyone
from community.demo.accounts import PASSWORD, sign_ins
from community.demo.mailbox import mails


@everyone
def demo(request: HttpRequest) -> HttpResponse:
    """Who one can be here, and where each mail went. The address is known only where settings.DEMO is on."""
    return render(request, "demo/demo.html", {"sign_ins": sign_ins(), "password": PASSWORD, "mails": mails()})
