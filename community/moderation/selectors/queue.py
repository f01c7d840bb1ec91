"""Cases and log entries as lines in a list: each with the title of the discussion it belongs to, and where to act."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from community.core import refs
from community.forum.models import Post, Thread
from community.moderation.models import AuditEntry
from community.safety.models import Case, Reason


@dataclass(frozen=True)
class Line[Row: (Case, AuditEntry)]:
    """A row, what to call the thing it is about, and the page for deciding about that."""

    row: Row
    title: str
    url: str

    @property
    def headline(self) -> str:
        """Why a case is here, in a few words."""
        return headline_of(self.row) if isinstance(self.row, Case) else ""


def lines_of[Row: (Case, AuditEntry)](rows: Iterable[Row]) -> list[Line[Row]]:
    """The rows with their titles: two statements, however many they are."""
    rows = list(rows)
    keys = [refs.split(row.source) for row in rows]
    posts = Post.objects.filter(pk__in=[pk for prefix, pk in keys if prefix == "post"])
    threads = Thread.objects.filter(pk__in=[pk for prefix, pk in keys if prefix == "thread"])
    titles = {f"post:{pk}": title for pk, title in posts.values_list("pk", "thread__title")}
    titles |= {f"thread:{pk}": title for pk, title in threads.values_list("pk", "title")}
    return [Line(row, titles.get(row.source, _("A message to the team")), url_of(row)) for row in rows]


def url_of(row: Case | AuditEntry) -> str:
    """The page for deciding about what the row is about."""
    prefix, pk = refs.split(row.source)
    if isinstance(row, Case):
        return reverse("case", args=[row.pk])
    if prefix in ("post", "thread"):
        return reverse(f"moderate_{prefix}", args=[pk])
    return reverse("case", args=[row.case_id])


def headline_of(case: Case) -> str:
    """The most urgent reason; its kind where there is none, or where screening found only "something else"."""
    reasons = case.reasons
    unnamed = not reasons or (case.kind == Case.Kind.HELD and reasons == [str(Reason.OTHER.label)])
    return str(case.get_kind_display()) if unnamed else reasons[0]
