"""Members in Django's admin."""

from django.contrib import admin

from community.members.models import Member


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin[Member]):
    list_display = ["username", "role", "is_active", "date_joined"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "email"]
    fields = ["username", "email", "role", "about", "hue", "is_active", "date_joined"]
    readonly_fields = ["date_joined"]
