"""Follow or mute a thread or a group."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from community.core.access import MemberRequest, members
from community.core.http.fragments import wants_fragment
from community.core.http.origins import own_page
from community.forum import operations
from community.forum.models import Group
from community.forum.views.thread_page import thread_page_or_404

# What each button of templates/forum/_following.html does, and what is said then.
THREAD_CHOICES = {
    "yes": (
        operations.follow,
        _("You’re following this discussion. You’ll see new replies in your notifications."),
    ),
    "no": (operations.unfollow, _("You’ve stopped following this discussion.")),
    "mute": (operations.mute_thread, _("You’ve muted this discussion. You won’t hear from us about it.")),
    "unmute": (operations.unmute_thread, _("This discussion is no longer muted.")),
}
GROUP_CHOICES = {
    "yes": (
        operations.follow_group,
        _("You’re following this group. You’ll see new discussions in your notifications."),
    ),
    "no": (operations.unfollow_group, _("You’ve stopped following this group.")),
    "mute": (operations.mute_group, _("You’ve muted this group. You won’t hear from us about anything in it.")),
    "unmute": (operations.unmute_group, _("This group is no longer muted.")),
}


@require_POST
@members
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Follow or mute a thread, or end that; then go back to the same page of it, or to `next`."""
    page = thread_page_or_404(request, pk)
    number, choice = request.POST.get("page", ""), request.POST.get("follow", "")
    choose, done = THREAD_CHOICES.get(choice, THREAD_CHOICES["no"])
    choose(page.thread, request.user)
    messages.success(request, str(done))
    if wants_fragment(request):
        reading = replace(page.reading, follows=choice == "yes", mutes=choice == "mute")
        context = {"thread": page.thread, "page": number, "reading": reading, "opened": True}
        return render(request, "forum/_thread_head.html#followed", context)
    has_number = number.isdecimal() and number != "1"
    here = f"{page.thread.get_absolute_url()}?page={number}" if has_number else page.thread
    return redirect(own_page(request.POST.get("next", "")) or here)


@require_POST
@members
def follow_group(request: MemberRequest, slug: str) -> HttpResponse:
    """Follow or mute a group, or end that; then go back to it, or to `next`."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    choose, done = GROUP_CHOICES.get(request.POST.get("follow", ""), GROUP_CHOICES["no"])
    choose(group, request.user)
    messages.success(request, str(done))
    return redirect(own_page(request.POST.get("next", "")) or group)
