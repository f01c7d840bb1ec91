"""Edit in Django's admin which words a search takes for one another."""

from django.contrib import admin

from community.core.admin_pages import CommunityAdmin
from community.search.models import Synonyms


@admin.register(Synonyms)
class SynonymsAdmin(CommunityAdmin[Synonyms]):
    list_display = ["words", "note"]
    search_fields = ["words", "note"]
