"""The site's version, which is part of the version of every cached page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction
from django.db.models import F, Subquery
from django.db.models.functions import Coalesce

from community.core.caching.compiled_query import CompiledQuery

THE_ROW = 1


class SiteVersion(models.Model):
    """One row. Its number rises with what any page may show: a member's name, a group, an education page."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


def site_version() -> Coalesce:
    """The number as part of another query."""
    return Coalesce(Subquery(SiteVersion.objects.filter(pk=THE_ROW).values("number")), 0)


def current_site_version() -> int:
    """The number now. One query."""
    row = CURRENT.first()
    return row[0] if row else 0


CURRENT = CompiledQuery(lambda: SiteVersion.objects.filter(pk=THE_ROW).values_list("number"))


@contextmanager
def changing_site() -> Iterator[None]:
    """Make a change that any page may show in a transaction, and bump the site's version on exit."""
    with transaction.atomic():
        yield
        bump_site()


def bump_site() -> None:
    """Raise the version of every cached page. Call it in the transaction of the change."""
    if not SiteVersion.objects.filter(pk=THE_ROW).update(number=F("number") + 1):
        SiteVersion.objects.get_or_create(pk=THE_ROW)
        SiteVersion.objects.filter(pk=THE_ROW).update(number=F("number") + 1)
