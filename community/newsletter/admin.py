"""Show subscribers in Django's admin; addresses cannot be edited."""

from django.contrib import admin

from community.newsletter.models import Subscriber


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin[Subscriber]):
    list_display = ["email", "state", "created_at", "page"]
    list_filter = ["state"]
    search_fields = ["email"]
    readonly_fields = ["email", "created_at", "page"]
