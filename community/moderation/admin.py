"""The log can be read in Django's admin, and not changed by anybody."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from community.moderation.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin[AuditEntry]):
    list_display = ["at", "actor", "act", "source", "subject", "reason"]
    list_filter = ["act"]
    list_select_related = ["actor", "subject"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: each act writes its own line."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what was done stays written."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what was done stays written."""
        return False
