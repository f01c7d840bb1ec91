"""Edit education in Django's admin."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db import models

from community.core.admin_pages import CommunityAdmin
from community.core.text.fields import TEXT_FIELDS
from community.education.forms import ArticleField
from community.education.models import (
    Condition,
    ConditionProcedure,
    Department,
    Page,
    Procedure,
    Reference,
    Resource,
    Section,
    Topic,
)

CLEANED: "Mapping[type[models.Field[Any, Any]], Mapping[str, Any]]" = {
    **TEXT_FIELDS,
    models.TextField: {"form_class": ArticleField},
}


@admin.register(Topic)
class TopicAdmin(CommunityAdmin[Topic]):
    list_display = ["name", "slug", "position"]
    search_fields = ["name", "slug"]


class ProcedureInline(admin.TabularInline[ConditionProcedure, Condition]):
    model = ConditionProcedure
    extra = 0


class ResourceInline(admin.TabularInline[Resource, Condition]):
    model = Resource
    formfield_overrides = TEXT_FIELDS
    extra = 0


class DepartmentInline(admin.TabularInline[Department, Condition]):
    model = Department
    formfield_overrides = TEXT_FIELDS
    extra = 0


@admin.register(Condition)
class ConditionAdmin(CommunityAdmin[Condition]):
    list_display = ["title", "slug"]
    inlines = [ResourceInline, DepartmentInline, ProcedureInline]


class SectionInline(admin.StackedInline[Section, Page]):
    model = Section
    formfield_overrides = CLEANED
    extra = 0
    filter_horizontal = ["topics"]


class ReferenceInline(admin.TabularInline[Reference, Page]):
    model = Reference
    formfield_overrides = TEXT_FIELDS
    extra = 0


@admin.register(Page)
class PageAdmin(CommunityAdmin[Page]):
    list_display = ["title", "condition", "state", "is_example", "position"]
    list_filter = ["condition", "state", "is_example"]
    inlines = [SectionInline, ReferenceInline]


@admin.register(Procedure)
class ProcedureAdmin(CommunityAdmin[Procedure]):
    formfield_overrides = CLEANED
    list_display = ["title", "state", "is_example"]
    list_filter = ["state", "is_example"]
    search_fields = ["title"]
