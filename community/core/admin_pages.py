"""The base of every model's pages in Django's admin."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from community.core.text.fields import TEXT_FIELDS


class CommunityAdmin[M: models.Model](admin.ModelAdmin[M]):
    """A model's pages in Django's admin. Only subclasses are registered (members/admin_site.py).

    So a package's own pages, which may show secrets, never appear by themselves."""

    formfield_overrides = TEXT_FIELDS

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow the filters beside the list only.

        Django allows every column: with ?password__startswith= a hash could be asked for letter by letter."""
        filters = [name for name in self.get_list_filter(request) if isinstance(name, str)]
        is_listed = any(lookup == name or lookup.startswith(f"{name}__") for name in filters)
        return is_listed and super().lookup_allowed(lookup, value, request)


class ReadOnly:
    """Mixin for rows that are only shown: they change through the community's pages."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: rows are created by the community's pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: rows are changed by the community's pages."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: rows record what happened."""
        return False
