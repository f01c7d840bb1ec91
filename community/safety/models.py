"""What moderators must look at: reports, held posts and letters, with one open case per source."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.safety.findings import describe

if TYPE_CHECKING:
    from community.members.models import Member

type Viewer = Member | AnonymousUser


class Reason(models.TextChoices):
    """Why something is reported."""

    DANGER = "danger", _("Someone may be in danger")
    PRIVATE = "private", _("It shows someone’s private details")
    MEDICAL = "medical", _("It makes a medical claim that could hurt someone")
    UNKIND = "unkind", _("It’s unkind")
    SELLING = "selling", _("It sells or advertises something")
    OTHER = "other", _("Something else")


URGENCY = {Reason.DANGER: 3, Reason.PRIVATE: 2, Reason.MEDICAL: 1}


# The bit of each reason in Case.reason_bits. Stored: never change one, only add.
REASON_BITS = {
    Reason.DANGER: 1,
    Reason.PRIVATE: 2,
    Reason.MEDICAL: 4,
    Reason.UNKIND: 8,
    Reason.SELLING: 16,
    Reason.OTHER: 32,
}


def urgency_of(reason: str) -> int:
    """Return the urgency of a reason: 3 is the most urgent, 0 is not urgent."""
    return URGENCY.get(Reason(reason), 0)


class Effect(models.TextChoices):
    """What becomes of a post with watched words."""

    HOLD = "hold", _("Hold it until a moderator has read it")
    CASE = "case", _("Publish it, and open a case")


class WatchedPhraseQuerySet(models.QuerySet["WatchedPhrase"]):
    """Queries on the word list."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Filter down to what the viewer may see: the list for moderators, nothing for others."""
        return self.filter(removed=False) if viewer.is_authenticated and viewer.moderates else self.none()

    def watched(self) -> Self:
        """Filter down to the entries that posts are compared with."""
        return self.filter(removed=False, is_on=True)


class WatchedPhrase(models.Model):
    """An entry of the word list: words, or a pattern (a regular expression), that moderators want to know of.

    Every change raises `version`, also a removal, which leaves the row: the sum of the versions tells each process
    that the list has changed (operations/screening.py), and the removal can be undone."""

    phrase = models.CharField(_("words or pattern"), max_length=300)
    is_pattern = models.BooleanField(_("is a pattern"), default=False, db_default=False)
    reason = models.CharField(_("why it’s watched"), max_length=10, choices=Reason, default=Reason.OTHER)
    note = models.CharField(_("note for the team"), max_length=300, blank=True)
    effect = models.CharField(
        _("what happens to a post"), max_length=10, choices=Effect, default=Effect.HOLD, db_default=Effect.HOLD
    )
    is_on = models.BooleanField(_("on"), default=True, db_default=True)
    removed = models.BooleanField(default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = WatchedPhraseQuerySet.as_manager()

    class Meta:
        ordering = ["phrase"]
        verbose_name = _("watched words")
        verbose_name_plural = _("watched words")
        constraints = [
            models.UniqueConstraint(
                Lower("phrase"), condition=Q(removed=False, is_pattern=False), name="watched_words_any_case"
            ),
            models.UniqueConstraint(
                fields=["phrase"], condition=Q(removed=False, is_pattern=True), name="watched_pattern"
            ),
        ]

    def __str__(self) -> str:
        return self.phrase

    @property
    def key(self) -> str:
        """The key by which the log refers to this entry."""
        return f"words:{self.pk}"


class CaseQuerySet(models.QuerySet["Case"]):
    """Queries on cases."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Filter down to what a moderator may see: not cases about themselves, which would say who reported them.

        Nor an appeal against what they decided: another moderator looks at that."""
        if not viewer.is_authenticated or not viewer.moderates:
            return self.none()
        return self.exclude(author_id=viewer.pk).exclude(decided_by_id=viewer.pk)

    def open(self) -> Self:
        """Filter down to open cases."""
        return self.filter(state=Case.State.OPEN)

    def unclaimed_for(self, moderator: "Member | None") -> Self:
        """Leave out what another moderator is looking at now."""
        return self.filter(Q(claimed_by=None) | Q(claimed_by=moderator) | Q(claimed_until__lte=timezone.now()))

    def claimed_by_now(self, moderator: "Member | None" = None) -> Self:
        """Filter down to what this moderator, or any, is looking at now."""
        claimed = self.filter(claimed_until__gt=timezone.now())
        return claimed.filter(claimed_by=moderator) if moderator else claimed.exclude(claimed_by=None)

    def for_reason(self, reason: str) -> Self:
        """Filter down to what was reported, or noticed, for this reason."""
        bit = REASON_BITS[Reason(reason)]
        return self.alias(has_reason=F("reason_bits").bitand(bit)).filter(has_reason=bit)

    def following(self, after: int | None) -> Self:
        """Filter down to what comes after this case in the order of the queue; nothing is left out without one."""
        last = Case.objects.filter(pk=after).values_list("urgency", "opened_at", "pk").first() if after else None
        if last is None:
            return self
        urgency, opened_at, pk = last
        later = Q(opened_at__gt=opened_at) | Q(opened_at=opened_at, pk__gt=pk)
        return self.filter(Q(urgency__lt=urgency) | Q(urgency=urgency) & later)

    def closed(self) -> Self:
        """Filter down to cases that were decided."""
        return self.exclude(state=Case.State.OPEN)

    def closed_before(self, after: int | None) -> Self:
        """Order closed cases, the latest first, and leave out this one and those before it."""
        last = Case.objects.filter(pk=after).values_list("closed_at", "pk").first() if after else None
        ordered = self.order_by("-closed_at", "-pk")
        if last is None or last[0] is None:
            return ordered
        return ordered.filter(Q(closed_at__lt=last[0]) | Q(closed_at=last[0], pk__lt=last[1]))

    def in_order(self) -> Self:
        """Order by urgency, then the oldest first."""
        return self.order_by("-urgency", "opened_at", "pk")

    def for_display(self) -> Self:
        """Fetch the rows that a page shows with a case."""
        return self.select_related("author", "closed_by", "claimed_by").prefetch_related("reports__member")


class Case(models.Model):
    """Something that moderators decide about once, however many members reported it.

    `open_key` is the source's key while the case is open and NULL once it is closed: the unique constraint prevents a
    second open case. `text` is the source's text when the case was opened, unchanged by an edit or a removal. `version`
    increases with every change, so that nobody decides about a newer state than they saw. A moderator who looks at an
    open case claims it for a while, so that no other begins with it; `changed_at` says when anything of this changed.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("Reported")
        HELD = "held", _("Held for review")
        NOTICED = "noticed", _("Noticed in a published post")
        LETTER = "letter", _("Message to the team")
        APPEAL = "appeal", _("Asks for another look")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        RESOLVED = "resolved", _("Action taken")
        REJECTED = "rejected", _("Left as it is")

    source = models.CharField(max_length=40)
    context = models.CharField(max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    text = models.TextField(_("text as reported"))
    findings = models.JSONField(default=list)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("written by")
    )
    # Who decided what an appeal is about; None for other kinds
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    urgency = models.PositiveSmallIntegerField(default=0)
    reason_bits = models.PositiveSmallIntegerField(default=0)  # of its reports and of screening: REASON_BITS
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    open_key = models.CharField(max_length=40, null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [models.UniqueConstraint(fields=["open_key"], name="one_open_case_a_source")]
        indexes = [
            models.Index(F("state"), F("urgency").desc(), F("opened_at"), F("id"), name="case_queue"),
            models.Index(fields=["source"], name="case_source"),
            models.Index(fields=["author"], name="case_author"),
            models.Index(fields=["changed_at"], name="case_changed"),
            models.Index(F("closed_at").desc(), F("id").desc(), name="case_closed"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk} about {self.source}"

    @property
    def is_open(self) -> bool:
        """Whether the case waits for a decision."""
        return self.state == Case.State.OPEN

    @property
    def claim_is_over(self) -> bool:
        """Whether nobody is looking at the case now."""
        return self.claimed_until is None or self.claimed_until <= timezone.now()

    def claimed_from(self, moderator: "Member") -> "Member | None":
        """The other moderator who is looking at the case now; None when there is none."""
        return None if self.claim_is_over or self.claimed_by_id == moderator.pk else self.claimed_by

    @property
    def is_letter(self) -> bool:
        """Whether the case is a message to the team, so that there is no post to remove."""
        return self.kind == Case.Kind.LETTER

    @property
    def is_appeal(self) -> bool:
        """Whether a member asks for another look at a decision."""
        return self.kind == Case.Kind.APPEAL

    @property
    def is_urgent(self) -> bool:
        """Whether the queue lists the case before those that are not urgent."""
        return self.urgency > 0

    @property
    def reasons(self) -> list[str]:
        """The distinct reasons of its reports and of screening, the most urgent first."""
        reasons = {report.reason for report in self.reports.all()} | {finding["reason"] for finding in self.findings}
        return [str(reason.label) for reason in Reason if reason in reasons]

    @property
    def noticed(self) -> list[str]:
        """What screening found, each in a few words, such as “miracle cure” and “3 links”."""
        return [describe(finding) for finding in self.findings]

    @property
    def noticed_of_author(self) -> list[str]:
        """Of what screening found, that which is not in the words: first posts, links, a text typed in a moment."""
        return [describe(finding) for finding in self.findings if not finding["phrase"]]


class Report(models.Model):
    """One report in a case: at most one per member; a guest's has no member."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reports")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    text = models.TextField(_("text, if it had changed since the case was opened"), blank=True)
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    # operations/reports.py: fingerprint() of its sender and words; empty if the sender is unknown
    fingerprint = models.CharField(max_length=32, default="", db_default="", blank=True, editable=False, db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="one_report_a_case_and_member")]

    def __str__(self) -> str:
        return f"{self.reason}, case {self.case_id}"


class Letter(models.Model):
    """A message from a guest or member to the team."""

    email = models.EmailField(_("email"), blank=True)
    text = models.TextField(_("message"))
    page = models.CharField(_("written from the page"), max_length=200, blank=True)
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    # operations/reports.py: fingerprint() of its sender and words; empty if the sender is unknown
    fingerprint = models.CharField(max_length=32, default="", db_default="", blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message to the team")
        verbose_name_plural = _("messages to the team")

    def __str__(self) -> str:
        return f"letter {self.pk}"

    @property
    def key(self) -> str:
        """The key by which a case refers to this letter."""
        return f"letter:{self.pk}"
