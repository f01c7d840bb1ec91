"""Say in words what a search is narrowed to."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.core.text.direction import isolated
from community.home.search_results import ARTICLES


def filter_phrases(chosen: Mapping[str, str], groups: Mapping[str, str], topics: Mapping[str, str]) -> list[str]:
    """A phrase for each field that was filled in, given as an address has them; nothing of a group not in `groups`.

    `groups` and `topics` have the names of those to choose from, by their slugs."""
    phrases = []
    if only := chosen.get("only"):
        phrases.append(_("only articles") if only == ARTICLES else _("only discussions"))
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
