"""Members in Django's admin."""

from django.contrib import admin
from django.http import HttpRequest

from community.core.admin_pages import CommunityAdmin
from community.members.models import Member


@admin.register(Member)
class MemberAdmin(CommunityAdmin[Member]):
    list_display = ["username", "role", "is_active", "date_joined"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "email"]
    fields = ["username", "email", "role", "about", "hue", "is_active", "date_joined"]
    # An address that an administrator could change would let them in by a mail for a new password.
    readonly_fields = ["email", "date_joined"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: members join by themselves, with an address that they confirm."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        """Forbid deleting members: their reactions would go, and the denormalised counts would stay.

        To lock an account, unset `is_active`."""
        return False
