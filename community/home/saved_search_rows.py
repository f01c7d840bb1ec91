"""Load what the list of a member's saved searches shows."""

from dataclasses import dataclass

from community.core import refs
from community.education.models import Topic
from community.forum.selectors.groups import groups_for
from community.home.filter_phrases import filter_phrases
from community.home.models import SavedSearch
from community.members.models import Member


@dataclass(frozen=True)
class SavedSearchRow:
    """A saved search, what it is narrowed to in words, and whether it has results that the member has not looked at."""

    search: SavedSearch
    narrowed: list[str]
    has_new: bool


def saved_search_rows(member: Member) -> list[SavedSearchRow]:
    """The member's saved searches, newest first. Five queries for any number."""
    searches = list(SavedSearch.objects.filter(member=member).order_by("-created_at", "-pk"))
    if not searches:
        return []
    groups = {group.slug: group.name for group in groups_for(member)}
    topics = {topic.slug: topic.name for topic in Topic.objects.all()}
    keys = [search.key for search in searches]
    sources = dict(member.notifications.unread().filter(open_key__in=keys).values_list("open_key", "source"))
    shown = refs.list_for(sorted(set(sources.values())), member)
    return [
        SavedSearchRow(search, filter_phrases(search.filters, groups, topics), sources.get(search.key) in shown)
        for search in searches
    ]
