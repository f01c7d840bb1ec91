"""What needs a moderator's eyes: reports, held posts and letters, one open case for each thing."""

import re
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from community.members.models import Member

type Viewer = Member | AnonymousUser


class Reason(models.TextChoices):
    """Why something needs a look, as the person who reports it says it."""

    DANGER = "danger", _("Somebody may be in danger")
    PRIVATE = "private", _("It shows somebody's private details")
    MEDICAL = "medical", _("It makes a medical claim that could hurt someone")
    UNKIND = "unkind", _("It is unkind")
    SELLING = "selling", _("It sells or advertises something")
    OTHER = "other", _("Something else")


URGENCY = {Reason.DANGER: 3, Reason.PRIVATE: 2, Reason.MEDICAL: 1}


def urgency_of(reason: str) -> int:
    """How soon a reason needs somebody: 3 is at once, 0 is in its turn."""
    return URGENCY.get(Reason(reason), 0)


class WatchedPhrase(models.Model):
    """Words that hold a post until a moderator has looked at it."""

    phrase = models.CharField(
        _("words"),
        max_length=100,
        validators=[RegexValidator(re.compile(r"\w"), _("Write at least one word."))],
        help_text=_("Whole words, in any case. Between two words there may be any space or sign."),
    )
    reason = models.CharField(_("why it is watched"), max_length=10, choices=Reason, default=Reason.OTHER)
    note = models.CharField(_("note for the team"), max_length=300, blank=True)

    class Meta:
        ordering = ["phrase"]
        verbose_name = _("watched words")
        verbose_name_plural = _("watched words")
        constraints = [models.UniqueConstraint(Lower("phrase"), name="watched_phrase_any_case")]

    def __str__(self) -> str:
        return self.phrase


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases as a moderator may list them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All for moderators, except cases about themselves: nobody learns who reported them."""
        if not viewer.is_authenticated or not viewer.moderates:
            return self.none()
        return self.exclude(author_id=viewer.pk)

    def open(self) -> Self:
        """Those that wait for a decision."""
        return self.filter(state=Case.State.OPEN)

    def in_order(self) -> Self:
        """The most urgent first, then the one that has waited longest."""
        return self.order_by("-urgency", "opened_at", "pk")

    def for_display(self) -> Self:
        """With what a page shows of each case."""
        return self.select_related("author", "closed_by").prefetch_related("reports__member")


class Case(models.Model):
    """One thing that moderators decide about, however many people reported it.

    `open_key` holds the source's key while the case is open and NULL once it is closed, so that the unique constraint
    stops a second open case. `text` is what it said when the case was opened: it stays after an edit or a removal.
    `version` rises with every change, so that nobody decides about a case that has moved on.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("Reported")
        HELD = "held", _("Held for review")
        LETTER = "letter", _("Message to the team")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        RESOLVED = "resolved", _("Acted on")
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
    urgency = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
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
        ]

    def __str__(self) -> str:
        return f"case {self.pk} about {self.source}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == Case.State.OPEN

    @property
    def is_letter(self) -> bool:
        """Whether somebody wrote to the team, so that there is nothing to take down."""
        return self.kind == Case.Kind.LETTER

    @property
    def is_urgent(self) -> bool:
        """Whether it stands in the lane that needs someone now."""
        return self.urgency > 0

    @property
    def reasons(self) -> list[str]:
        """Why it is here, the most urgent first, each once; from its reports and from what screening found."""
        found = {report.reason for report in self.reports.all()} | {finding["reason"] for finding in self.findings}
        return [str(reason.label) for reason in Reason if reason in found]


class Report(models.Model):
    """One person's word that something needs a look. Guests have no member; a member speaks once in a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reports")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    text = models.TextField(_("text, where it had changed since the case was opened"), blank=True)
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="one_report_a_case_and_member")]

    def __str__(self) -> str:
        return f"{self.reason}, case {self.case_id}"


class Letter(models.Model):
    """What a guest or member wrote to the team."""

    email = models.EmailField(_("email"), blank=True)
    text = models.TextField(_("message"))
    page = models.CharField(_("written from the page"), max_length=200, blank=True)
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message to the team")
        verbose_name_plural = _("messages to the team")

    def __str__(self) -> str:
        return f"letter {self.pk}"

    @property
    def key(self) -> str:
        """How a case names this letter."""
        return f"letter:{self.pk}"
