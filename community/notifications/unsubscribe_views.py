"""What the links in mail lead to: stop a kind of mail, or mute a discussion, without signing in.

Mail scanners open every link, so opening one changes nothing (RFC 8058)."""

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.core import refs
from community.core.access import everyone
from community.members.models import Member
from community.notifications.mail_links import MUTE, UNSUBSCRIBE, read_token
from community.notifications.models import Channel, Kind
from community.notifications.operations import preferences_for, save_preferences
from community.notifications.operations import unsubscribe as stop_mail
from community.notifications.operations.preferences import ALL, MAIL, is_stopped

_BEFORE = Signer(salt="notifications.before")


@csrf_exempt  # the signed link is the permission, and a mail program has neither cookie nor token
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@everyone
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop one kind of mail, and stop it; a mail program's one-click request needs no page."""
    if not (read := _read(UNSUBSCRIBE, token)):
        return _broken(request)
    member, what = read
    if request.method == "POST" and request.POST.get("all"):
        what = ALL  # whoever may stop one kind of their mail may stop all of it
    page = {"member": member, "what": _what(what)}
    if request.method != "POST":
        chosen = preferences_for(member)
        page |= {"is_stopped": is_stopped(chosen, what), "offers_all": what != ALL and not is_stopped(chosen, ALL)}
        return render(request, "notifications/unsubscribe.html", page)
    if "before" in request.POST:
        _restore(member, request.POST["before"])
        return render(request, "notifications/unsubscribe.html", page | {"restored": True})
    before = stop_mail(member, what)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return HttpResponse(_("You won’t get these emails any more."), content_type="text/plain; charset=utf-8")
    columns = [member.pk, *(getattr(before, channel) for channel in MAIL)]
    return render(request, "notifications/unsubscribe.html", page | {"before": _BEFORE.sign_object(columns)})


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@everyone
def mute_from_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to mute a discussion, and mute it.

    The page says how the member follows it, so that Undo brings that back also when the button was pressed twice."""
    if not (read := _read(MUTE, token)):
        return _broken(request)
    member, context = read
    prefix, pk = refs.split(context)
    resolver = refs.resolver_for(prefix)
    described = resolver.describe([pk], member).get(pk)
    is_discreet = preferences_for(member).is_discreet
    page = {
        "member": member,
        "is_gone": described is None,
        "before": resolver.follow_state(pk, member),
        "title": "" if is_discreet or described is None else described.title,
    }
    page["muted"] = page["before"] == "mutes"
    if request.method == "POST":
        if "undo" in request.POST:
            resolver.undo_mute(pk, member, request.POST["undo"])
            page["restored"] = True
        else:
            if page["before"] == "mutes":  # the same page, sent again
                page["before"] = request.POST.get("before", "mutes")
            resolver.mute(pk, member)
            page["muted"] = True
    return render(request, "notifications/mute_from_mail.html", page)


def _read(signer: Signer, token: str) -> tuple[Member, str] | None:
    """The member of a link, and what it is about; None for a link that is not ours, or not whole."""
    read = read_token(signer, token)
    member = Member.objects.filter(pk=read[0]).first() if read else None
    return (member, read[1]) if member and read else None


def _broken(request: HttpRequest) -> HttpResponse:
    """Say how else mail can be stopped: some mail programs cut long links."""
    return render(request, "notifications/broken_mail_link.html", status=404)


def _what(what: str) -> str:
    """What will not be sent any more, in words."""
    if what == ALL:
        return _("All emails about what happens here")
    if what in (Channel.DAILY, Channel.WEEKLY):
        return str(Channel(what).label)
    return _("These emails are about this: %(kind)s.") % {"kind": Kind(what).label}


def _restore(member: Member, signed: str) -> None:
    try:
        member_pk, *columns = _BEFORE.unsign_object(signed)
    except (BadSignature, ValueError):
        raise Http404 from None
    if member_pk != member.pk:
        raise Http404
    preferences = preferences_for(member)
    for channel, bits in zip(MAIL, columns, strict=True):
        setattr(preferences, channel, bits)
    save_preferences(preferences)
