"""Notifications in Django's admin: to look at, not to change."""

from django.contrib import admin
from django.http import HttpRequest

from community.notifications.models import Event


@admin.register(Event)
class EventAdmin(admin.ModelAdmin[Event]):
    list_display = ["kind", "source", "created_at", "done_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Events happen; nobody makes them here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        """What happened stays as it was."""
        return False
