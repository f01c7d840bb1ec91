"""Load what the list of a member's saved searches shows."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.core import refs
from community.core.text.direction import isolated
from community.education.models import Topic
from community.forum.selectors.groups import groups_for
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
        SavedSearchRow(search, _narrowed(search, groups, topics), sources.get(search.key) in shown)
        for search in searches
    ]


def _narrowed(search: SavedSearch, groups: dict[str, str], topics: dict[str, str]) -> list[str]:
    """What the search is narrowed to, each as a phrase; nothing of a group that the member may no longer see."""
    chosen = search.filters
    phrases = [_("only discussions")] if chosen.get("only") else []
    if group := groups.get(chosen.get("group", "")):
        phrases.append(_("in the group %(name)s") % {"name": isolated(group)})
    if topic := topics.get(chosen.get("topic", "")):
        phrases.append(_("on the topic %(name)s") % {"name": isolated(topic)})
    if author := chosen.get("author"):
        phrases.append(_("written by %(name)s") % {"name": isolated(author)})
    if since := chosen.get("since"):
        phrases.append(_("from %(day)s on") % {"day": date_format(date.fromisoformat(since))})
    if until := chosen.get("until"):
        phrases.append(_("until %(day)s") % {"day": date_format(date.fromisoformat(until))})
    if chosen.get("replies"):
        phrases.append(_("only discussions with replies"))
    return phrases
