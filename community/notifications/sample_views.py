"""Send a sample of what leaves the site."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.core.access import HOUR, MemberRequest, allow, members
from community.core.http.origins import page_before
from community.notifications import operations
from community.notifications.forms import SampleForm
from community.notifications.selectors.sample import Sample

SAMPLES_PER_HOUR = 6


@require_POST
@members
def send_sample(request: MemberRequest) -> HttpResponse:
    """Send the member a sample at once; say where it goes to, or what to do first."""
    form = SampleForm(request.POST)
    token = form.cleaned_data["token"] if form.is_valid() else uuid4()
    if allow(f"samples of member {request.user.pk}", SAMPLES_PER_HOUR, HOUR):
        sample = operations.send_sample(request.user, token)
        messages.add_message(request, messages.SUCCESS if sample.channels else messages.WARNING, _answer(sample))
    else:
        messages.warning(request, _("You’ve asked for many samples in the last hour. Try again a little later."))
    page, before = reverse("preferences"), page_before(request)
    return redirect(before if before.startswith(page) else page)


def _answer(sample: Sample) -> str:
    if sample.by_email:
        sentence = _("We’re sending a sample to %(address)s.")
        if sample.by_push:
            sentence = _("We’re sending a sample to %(address)s and to your devices.")
        hint = _("It can take a few minutes. If you can’t find the email, look in your spam folder.")
        return f"{sentence} {hint}" % {"address": sample.address}
    if sample.by_push:
        return " ".join([_("We’re sending a sample to your devices."), sample.why_not])
    return sample.why_not
