"""Groups in Django's admin. Threads and posts change through operations only, so they are not here."""

from django.contrib import admin
from django.http import HttpRequest

from community.core.admin_pages import CommunityAdmin
from community.forum.models import Group, Membership


class MembershipInline(admin.TabularInline[Membership, Group]):
    model = Membership
    extra = 0
    autocomplete_fields = ["member"]


@admin.register(Group)
class GroupAdmin(CommunityAdmin[Group]):
    list_display = ["name", "audience", "condition", "position"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> list[str]:
        """Who may read is chosen once: to change it later means threads, figures and notices too, so it is an act."""
        return ["audience"] if obj else []
