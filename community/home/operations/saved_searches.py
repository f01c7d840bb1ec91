"""Save a search, and remove it."""

from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from community.core.exceptions import Conflict
from community.home.models import MOST_SAVED, SavedSearch
from community.members.models import Member
from community.notifications import operations as notifications


class TooManySearches(Conflict):
    """The member has as many saved searches as one member may have."""

    def __init__(self) -> None:
        super().__init__(
            _("You already have %(most)d saved searches. Remove one to save another.") % {"most": MOST_SAVED}
        )


def save_search(member: Member, words: str, filters: Mapping[str, str]) -> tuple[SavedSearch, bool]:
    """Save a search, unless it is saved already; return it, and whether it is new. Raises TooManySearches.

    The member's row is locked: of two forms at once the second finds the search of the first, or the limit reached."""
    digest = sha256(urlencode(sorted({"q": words.casefold(), **filters}.items())).encode()).hexdigest()
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        own = SavedSearch.objects.filter(member=member)
        if earlier := own.filter(digest=digest).first():
            return earlier, False
        if own.count() >= MOST_SAVED:
            raise TooManySearches
        return own.create(member=member, words=words, filters=dict(filters), digest=digest), True


def remove_search(search: SavedSearch) -> None:
    """Remove a saved search, and withdraw what is unread of it."""
    with transaction.atomic():
        # Whoever notifies of new results locks the row, so that no notification is left behind.
        if SavedSearch.objects.select_for_update().filter(pk=search.pk).first():
            notifications.withdraw_gathered(search.key, latest=None)
            SavedSearch.objects.filter(pk=search.pk).delete()
