"""The word list, which moderators edit on a page of their own, and cases with their reports: all read-only.

Messages to the team are private: moderators read them in their queue, and they are not here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from community.core.admin_pages import CommunityAdmin, ReadOnly
from community.safety.models import Case, Report, WatchedPhrase


@admin.register(WatchedPhrase)
class WatchedPhraseAdmin(ReadOnly, CommunityAdmin[WatchedPhrase]):
    list_display = ["phrase", "is_pattern", "effect", "reason", "is_on", "removed", "note"]
    list_filter = ["reason", "is_on", "removed"]
    search_fields = ["phrase", "note"]


class ReportInline(ReadOnly, admin.TabularInline[Report, Case]):
    model = Report
    extra = 0


@admin.register(Case)
class CaseAdmin(ReadOnly, CommunityAdmin[Case]):
    list_display = ["source", "kind", "state", "urgency", "author", "opened_at", "closed_by"]
    list_filter = ["state", "kind"]
    inlines = [ReportInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """Leave out private messages, and cases about the viewer, who must not learn who reported them."""
        cases = super().get_queryset(request).exclude(kind=Case.Kind.LETTER)
        return cases.exclude(author_id=request.user.pk)
