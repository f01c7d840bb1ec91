"""Watched phrases, which can be edited here; cases, reports and letters, which are read-only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from community.core.text.fields import TEXT_FIELDS
from community.safety.models import Case, Letter, Report, WatchedPhrase


@admin.register(WatchedPhrase)
class WatchedPhraseAdmin(admin.ModelAdmin[WatchedPhrase]):
    formfield_overrides = TEXT_FIELDS
    list_display = ["phrase", "reason", "note"]
    list_filter = ["reason"]
    search_fields = ["phrase", "note"]


class ReadOnly:
    """A read-only admin: these rows change only through the moderators' pages."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: rows are created by the community's pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: decisions are made in the queue, which logs them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: reports and decisions are never deleted."""
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
        """Leave out cases about the viewer, who must not learn who reported them."""
        return super().get_queryset(request).exclude(author_id=request.user.pk)


@admin.register(Letter)
class LetterAdmin(ReadOnly, admin.ModelAdmin[Letter]):
    list_display = ["created_at", "email", "page"]
