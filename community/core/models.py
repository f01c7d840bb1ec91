"""The one number that is part of every kept page."""

from django.db import models
from django.db.models import F, Subquery
from django.db.models.functions import Coalesce

THE_ROW = 1


class SiteVersion(models.Model):
    """One row. Its number rises with what any page may show: a member's name, a group, an education page."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


def site_version() -> Coalesce:
    """The number, to be asked for within another statement."""
    return Coalesce(Subquery(SiteVersion.objects.filter(pk=THE_ROW).values("number")), 0)


def bump_site() -> None:
    """Every kept page is made anew. Call it in the transaction of the change that pages show."""
    if not SiteVersion.objects.filter(pk=THE_ROW).update(number=F("number") + 1):
        SiteVersion.objects.get_or_create(pk=THE_ROW)
        SiteVersion.objects.filter(pk=THE_ROW).update(number=F("number") + 1)
