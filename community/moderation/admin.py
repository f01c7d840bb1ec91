"""Show the log in Django's admin, read-only; members are in member_admin.py."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from community.moderation.member_admin import MemberAdmin
from community.moderation.models import AuditEntry

__all__ = ["AuditEntryAdmin", "MemberAdmin"]


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin[AuditEntry]):
    list_display = ["at", "actor", "act", "source", "subject", "reason"]
    list_filter = ["act"]
    list_select_related = ["actor", "subject"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: only operations add entries."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: entries are never changed or deleted."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: entries are never changed or deleted."""
        return False
