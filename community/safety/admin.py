"""Watched words can be edited here; cases, reports and letters can only be read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from community.safety.models import Case, Letter, Report, WatchedPhrase


@admin.register(WatchedPhrase)
class WatchedPhraseAdmin(admin.ModelAdmin[WatchedPhrase]):
    list_display = ["phrase", "reason", "note"]
    list_filter = ["reason"]
    search_fields = ["phrase", "note"]


class ReadOnly:
    """What the queue's own pages write: here it can be looked at, and nothing else."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it comes from the pages of the community."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: decisions are made in the queue, where each is written down."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what was reported and decided is kept."""
        return False


class ReportInline(ReadOnly, admin.TabularInline[Report, Case]):
    model = Report
    extra = 0


@admin.register(Case)
class CaseAdmin(ReadOnly, admin.ModelAdmin[Case]):
    list_display = ["source", "kind", "state", "urgency", "author", "opened_at", "closed_by"]
    list_filter = ["state", "kind"]
    inlines = [ReportInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """All cases but those about the viewer: nobody learns here who reported them."""
        return super().get_queryset(request).exclude(author_id=request.user.pk)


@admin.register(Letter)
class LetterAdmin(ReadOnly, admin.ModelAdmin[Letter]):
    list_display = ["created_at", "email", "page"]
