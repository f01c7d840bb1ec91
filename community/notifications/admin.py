"""Show events in Django's admin, read-only."""

from django.contrib import admin
from django.http import HttpRequest

from community.core.admin_pages import CommunityAdmin
from community.notifications.models import Event


@admin.register(Event)
class EventAdmin(CommunityAdmin[Event]):
    list_display = ["kind", "source", "created_at", "done_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: only operations create events."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        """Refuse: an event records what happened."""
        return False
