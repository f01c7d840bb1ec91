"""Members in Django's admin."""

from django.contrib import admin
from django.http import HttpRequest

from community.core.text.fields import TEXT_FIELDS
from community.members.models import Member


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin[Member]):
    formfield_overrides = TEXT_FIELDS
    list_display = ["username", "role", "is_active", "date_joined"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "email"]
    fields = ["username", "email", "role", "about", "hue", "is_active", "date_joined"]
    readonly_fields = ["date_joined"]

    def has_delete_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        """Forbid deleting members: their reactions would go, and the denormalised counts would stay.

        To lock an account, unset `is_active`."""
        return False
