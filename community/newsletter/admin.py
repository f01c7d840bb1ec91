"""Show subscribers in Django's admin; addresses cannot be edited."""

from django.contrib import admin
from django.http import HttpRequest

from community.core.admin_pages import CommunityAdmin
from community.newsletter.models import Subscriber


@admin.register(Subscriber)
class SubscriberAdmin(CommunityAdmin[Subscriber]):
    list_display = ["email", "state", "created_at", "page"]
    list_filter = ["state"]
    search_fields = ["email"]
    fields = ["email", "state", "created_at", "page"]
    readonly_fields = ["email", "created_at", "page"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: people subscribe by themselves."""
        return False
