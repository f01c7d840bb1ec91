"""Show the log in Django's admin, read-only; members are in member_admin.py."""

from django.contrib import admin

from community.core.admin_pages import CommunityAdmin, ReadOnly
from community.moderation.member_admin import MemberAdmin
from community.moderation.models import AuditEntry

__all__ = ["AuditEntryAdmin", "MemberAdmin"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, CommunityAdmin[AuditEntry]):
    list_display = ["at", "actor", "act", "source", "subject", "reason"]
    list_filter = ["act"]
    list_select_related = ["actor", "subject"]
