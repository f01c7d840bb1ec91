"""Cases and audit entries with the title of what they are about and the page for deciding about it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from community.core import refs
from community.forum.models import Post, Thread
from community.members.models import Member, Sanction
from community.moderation.models import AuditEntry
from community.safety.models import Case, Reason, WatchedPhrase


@dataclass(frozen=True)
class TitledRow[Item: (Case, AuditEntry)]:
    """A case or an audit entry, the title of what it is about, and the page for deciding about that."""

    item: Item
    title: str
    url: str

    @property
    def headline(self) -> str:
        """Why a case is open, in a few words; empty for an audit entry."""
        return headline_of(self.item) if isinstance(self.item, Case) else ""

    @property
    def lane(self) -> bool:
        """Whether it belongs to the first lane of the queue, of open cases that need someone now."""
        return isinstance(self.item, Case) and self.item.is_open and self.item.is_urgent

    @property
    def claimed_by(self) -> Member | None:
        """Who is looking at an open case now."""
        return None if isinstance(self.item, AuditEntry) or self.item.claim_is_over else self.item.claimed_by


def with_titles[Item: (Case, AuditEntry)](items: Iterable[Item]) -> list[TitledRow[Item]]:
    """Add titles to cases or audit entries: two queries for any number of them, and one for members."""
    items = list(items)
    keys = [refs.split(item.source) for item in items]
    posts = Post.objects.filter(pk__in=[pk for prefix, pk in keys if prefix == "post"])
    threads = Thread.objects.filter(pk__in=[pk for prefix, pk in keys if prefix == "thread"])
    titles = {f"post:{pk}": title for pk, title in posts.values_list("pk", "thread__title")}
    titles |= {f"thread:{pk}": title for pk, title in threads.values_list("pk", "title")}
    if people := [pk for prefix, pk in keys if prefix == "member"]:
        names = Member.objects.filter(pk__in=people).values_list("pk", "username")
        titles |= {f"member:{pk}": name for pk, name in names}
    titles |= _titles_of_decisions([pk for prefix, pk in keys if prefix == "decision"])
    titles |= _titles_of_sanctions([pk for prefix, pk in keys if prefix == "sanction"])
    titles |= {f"note:{pk}": _("A note for the team") for prefix, pk in keys if prefix == "note"}
    if words := [pk for prefix, pk in keys if prefix == "words"]:
        phrases = WatchedPhrase.objects.filter(pk__in=words).values_list("pk", "phrase")
        titles |= {f"words:{pk}": phrase for pk, phrase in phrases}
    return [TitledRow(item, titles.get(item.source, _("A message to the team")), url_of(item)) for item in items]


def _titles_of_sanctions(pks: Collection[int]) -> dict[str, str]:
    """Say what the limits are; no query without one."""
    if not pks:
        return {}
    return {
        sanction.key: str(sanction.get_scope_display() or _("Reminder of the guidelines"))
        for sanction in Sanction.objects.filter(pk__in=pks)
    }


def _titles_of_decisions(pks: Collection[int]) -> dict[str, str]:
    """Word the decisions that appeals are about as the log does; no query without one."""
    if not pks:
        return {}
    entries = AuditEntry.objects.filter(pk__in=pks)
    return {entry.key: entry.get_act_display() for entry in entries}


def url_of(item: Case | AuditEntry) -> str:
    """Return the page for deciding about what a case or an entry is about."""
    prefix, pk = refs.split(item.source)
    if isinstance(item, Case):
        return reverse("case", args=[item.pk])
    if prefix in ("post", "thread"):
        return reverse(f"moderate_{prefix}", args=[pk])
    if prefix in ("sanction", "note"):
        return reverse("moderate_member", args=[item.subject_id]) if item.subject_id else reverse("audit")
    if prefix == "member":
        return item.subject.get_absolute_url() if item.subject else reverse("audit")
    if prefix == "words":
        return reverse("word_list")
    return reverse("case", args=[item.case_id])


def headline_of(case: Case) -> str:
    """Return a case's most urgent reason, or what was noticed, or its kind if it has none but "something else"."""
    reasons = case.reasons
    screened = case.kind in (Case.Kind.HELD, Case.Kind.NOTICED)
    unspecified = not reasons or (screened and reasons == [str(Reason.OTHER.label)])
    if unspecified:
        return next(iter(case.noticed_of_author), str(case.get_kind_display()))
    return reasons[0]
