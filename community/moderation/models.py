"""The log of moderation: what moderators did, and why. Entries are never changed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.safety.models import Case, Viewer


class Act(models.TextChoices):
    """What a moderator can do, worded as in the log."""

    REMOVE_POST = "remove_post", _("removed a post")
    RESTORE_POST = "restore_post", _("put a post back")
    RETURN_POST = "return_post", _("let the author put a removed post back")
    APPROVE_POST = "approve_post", _("published a held post")
    REJECT_POST = "reject_post", _("did not publish a held post")
    LOCK_THREAD = "lock_thread", _("closed a discussion to replies")
    UNLOCK_THREAD = "unlock_thread", _("reopened a discussion")
    PIN_THREAD = "pin_thread", _("pinned a discussion")
    UNPIN_THREAD = "unpin_thread", _("unpinned a discussion")
    MOVE_THREAD = "move_thread", _("moved a discussion")
    LABEL_POST = "label_post", _("changed the content warnings on a post")
    LABEL_THREAD = "label_thread", _("changed the content warnings on a discussion")
    REJECT_REPORT = "reject_report", _("reviewed a report and left the post up")
    SETTLE_CASE = "settle_case", _("dealt with a case")
    REOPEN_CASE = "reopen_case", _("reopened a case")
    MERGE_THREAD = "merge_thread", _("merged a discussion into another")
    UNMERGE_THREAD = "unmerge_thread", _("took a merged discussion apart again")
    SPLIT_THREAD = "split_thread", _("moved posts to another discussion")
    UNSPLIT_THREAD = "unsplit_thread", _("moved posts back to their discussion")
    NARROW_THREAD = "narrow_thread", _("let fewer people read a discussion")
    WIDEN_THREAD = "widen_thread", _("let more people read a discussion again")
    EDIT_POST = "edit_post", _("edited a post")
    CHANGE_ROLE = "change_role", _("changed a role")
    CLOSE_ACCOUNT = "close_account", _("closed an account")
    REOPEN_ACCOUNT = "reopen_account", _("reopened an account")
    WARN_MEMBER = "warn_member", _("reminded a member of the guidelines")
    LIMIT_MEMBER = "limit_member", _("limited what a member can do")
    SUSPEND_MEMBER = "suspend_member", _("paused an account")
    CHANGE_END = "change_end", _("changed when a limit ends")
    END_SANCTION = "end_sanction", _("ended a limit or removed a reminder")
    RESUME_SANCTION = "resume_sanction", _("put a limit or a reminder back")
    ADD_NOTE = "add_note", _("wrote a note about a member")
    REMOVE_NOTE = "remove_note", _("removed a note about a member")
    UPHOLD_DECISION = "uphold_decision", _("looked at a decision again and left it as it is")
    ASK_REDACTION = "ask_redaction", _("asked to erase the text of a post for good")
    CANCEL_REDACTION = "cancel_redaction", _("took the wish to erase a text back")
    REDACT_POST = "redact_post", _("erased the text of a post for good")
    ADD_WORDS = "add_words", _("added to the word list")
    CHANGE_WORDS = "change_words", _("changed the word list")
    REMOVE_WORDS = "remove_words", _("removed from the word list")


class Matter(models.TextChoices):
    """Which property an act changes. A later act on the same property supersedes an earlier one."""

    STATE = "state", _("whether the post is shown")
    LOCK = "lock", _("whether it takes replies")
    PIN = "pin", _("whether it’s pinned")
    GROUP = "place", _("which group it’s in, and who can read it")
    LABELS = "labels", _("which content warnings it has")
    POSTS = "posts", _("which posts are in it")
    TEXT = "text", _("what it says")
    CASE = "case", _("whether the case is open")
    ROLE = "role", _("which role a member has")
    ACCOUNT = "account", _("whether a member can sign in")
    LIMIT = "limit", _("whether the limit or the reminder applies")
    NOTE = "note", _("whether the team sees the note")
    ERASURE = "erasure", _("whether the text is erased")
    WORDS = "words", _("what the word list says")


MATTERS = {
    Act.REMOVE_POST: Matter.STATE,
    Act.RESTORE_POST: Matter.STATE,
    Act.RETURN_POST: Matter.STATE,
    Act.APPROVE_POST: Matter.STATE,
    Act.REJECT_POST: Matter.STATE,
    Act.LOCK_THREAD: Matter.LOCK,
    Act.UNLOCK_THREAD: Matter.LOCK,
    Act.PIN_THREAD: Matter.PIN,
    Act.UNPIN_THREAD: Matter.PIN,
    Act.MOVE_THREAD: Matter.GROUP,
    Act.LABEL_POST: Matter.LABELS,
    Act.LABEL_THREAD: Matter.LABELS,
    Act.REJECT_REPORT: Matter.CASE,
    Act.SETTLE_CASE: Matter.CASE,
    Act.REOPEN_CASE: Matter.CASE,
    Act.MERGE_THREAD: Matter.POSTS,
    Act.UNMERGE_THREAD: Matter.POSTS,
    Act.SPLIT_THREAD: Matter.POSTS,
    Act.UNSPLIT_THREAD: Matter.POSTS,
    Act.NARROW_THREAD: Matter.GROUP,
    Act.WIDEN_THREAD: Matter.GROUP,
    Act.EDIT_POST: Matter.TEXT,
    Act.CHANGE_ROLE: Matter.ROLE,
    Act.CLOSE_ACCOUNT: Matter.ACCOUNT,
    Act.REOPEN_ACCOUNT: Matter.ACCOUNT,
    Act.WARN_MEMBER: Matter.LIMIT,
    Act.LIMIT_MEMBER: Matter.LIMIT,
    Act.SUSPEND_MEMBER: Matter.LIMIT,
    Act.CHANGE_END: Matter.LIMIT,
    Act.END_SANCTION: Matter.LIMIT,
    Act.RESUME_SANCTION: Matter.LIMIT,
    Act.ADD_NOTE: Matter.NOTE,
    Act.REMOVE_NOTE: Matter.NOTE,
    Act.UPHOLD_DECISION: Matter.CASE,
    Act.ASK_REDACTION: Matter.ERASURE,
    Act.CANCEL_REDACTION: Matter.ERASURE,
    Act.REDACT_POST: Matter.ERASURE,
    Act.ADD_WORDS: Matter.WORDS,
    Act.CHANGE_WORDS: Matter.WORDS,
    Act.REMOVE_WORDS: Matter.WORDS,
}
FINAL = {Act.REDACT_POST}  # what nobody can undo
# What its author, or the member concerned, may ask another moderator to look at again.
APPEALABLE = {
    Act.REMOVE_POST,
    Act.REJECT_POST,
    Act.LOCK_THREAD,
    Act.MOVE_THREAD,
    Act.LABEL_POST,
    Act.LABEL_THREAD,
    Act.MERGE_THREAD,
    Act.NARROW_THREAD,
    Act.EDIT_POST,
    Act.WARN_MEMBER,
    Act.LIMIT_MEMBER,
    Act.SUSPEND_MEMBER,
    Act.CHANGE_END,
    Act.RESUME_SANCTION,
}


class Guideline(models.TextChoices):
    """The guideline that a decision is based on, worded so that it can be the whole reason.

    The value is the anchor on the guidelines page; FINE has none."""

    FINE = "fine", _("We looked at it, and it follows the guidelines.")
    KIND = "kind", _("Be kind: disagree with what was said, never with the person.")
    EXPERIENCE = "experience", _("Share your experience. Leave treatment advice to the care team.")
    NAMES = "names", _("Protect everyone’s privacy: no full names, addresses or numbers.")
    CONFIDENCE = "confidence", _("What people share here stays here.")
    NO_MIRACLES = "no-miracles", _("No miracle claims: nothing here promises a cure.")
    NO_SELLING = "no-selling", _("No selling or fundraising.")
    ROOM = "room", _("Make room for every feeling.")
    TITLES = "titles", _("Help others choose what they read: say in the title what it’s about.")
    OWN_WORDS = "own-words", _("Use your own words.")


class CannedReason(models.Model):
    """A reason that moderators wrote once and choose for decisions; one that is not used is not offered."""

    title = models.CharField(_("short name"), max_length=60, unique=True)
    text = models.CharField(_("reason"), max_length=300)
    guideline = models.CharField(_("guideline"), max_length=20, choices=Guideline, blank=True)
    is_used = models.BooleanField(_("offer it"), default=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("ready-made reason")
        verbose_name_plural = _("ready-made reasons")

    def __str__(self) -> str:
        return self.title


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Queries on the log."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Filter down to what the viewer may see: everything for moderators, nothing for others."""
        return self if viewer.is_authenticated and viewer.moderates else self.none()

    def about(self, member: Viewer) -> Self:
        """Filter down to decisions about a member that have a page for them (DecisionResolver)."""
        return self.filter(subject=member.pk or 0, act__in=[*APPEALABLE, Act.END_SANCTION])

    def for_display(self) -> Self:
        """Join names, and annotate `is_superseded`: a later act on the same matter, so the entry cannot be undone."""
        later = AuditEntry.objects.filter(source=OuterRef("source"), matter=OuterRef("matter"), pk__gt=OuterRef("pk"))
        return self.select_related("actor", "subject", "undoes").annotate(is_superseded=Exists(later)).order_by("-pk")


class AuditEntry(models.Model):
    """One act of one moderator, with the reason that the member concerned reads.

    `before` is the state before the act, which undo restores; "case" in it is the state of `case`."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="acts")
    act = models.CharField(_("action"), max_length=20, choices=Act)
    matter = models.CharField(max_length=10, choices=Matter)
    source = models.CharField(max_length=40)
    context = models.CharField(max_length=40, blank=True)
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="acts_about"
    )
    reason = models.CharField(_("reason"), max_length=300)
    guideline = models.CharField(_("guideline"), max_length=20, choices=Guideline, blank=True)
    before = models.JSONField(default=dict)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="acts")
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    at = models.DateTimeField(default=timezone.now)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("log entry")
        verbose_name_plural = _("moderation log")
        constraints = [models.UniqueConstraint(fields=["undoes"], name="undone_once")]
        indexes = [
            models.Index(F("source"), F("matter"), F("id").desc(), name="audit_source"),
            models.Index(F("actor"), F("id").desc(), name="audit_actor"),
            models.Index(F("act"), F("id").desc(), name="audit_act"),
            models.Index(F("subject"), F("id").desc(), name="audit_subject"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.source}"

    @property
    def key(self) -> str:
        """The key by which notifications and appeals refer to this decision."""
        return f"decision:{self.pk}"

    @property
    def can_be_appealed(self) -> bool:
        """Whether the member concerned may ask for another look at it."""
        return self.act in APPEALABLE

    @property
    def is_about_account(self) -> bool:
        """Whether the act changed what a member may do, so that administrators alone undo it."""
        return self.matter in (Matter.ROLE, Matter.ACCOUNT)

    @property
    def is_about_words(self) -> bool:
        """Whether the act changed the word list, which concerns no member."""
        return self.matter == Matter.WORDS

    @property
    def closed_case(self) -> bool:
        """Whether the act closed its case. Entries from before the case's state was noted belong to acts that did."""
        return self.case_id is not None and self.act != Act.REOPEN_CASE and not self.reopened_case

    @property
    def reopened_case(self) -> bool:
        """Whether the act opened its case again, as it took an act back that had closed it."""
        return self.case_id is not None and self.before.get("case", Case.State.OPEN) != Case.State.OPEN


class MemberNote(models.Model):
    """What the team notes about a member, who never reads it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(_("note"), max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def key(self) -> str:
        """The key by which the log refers to this note."""
        return f"note:{self.pk}"
