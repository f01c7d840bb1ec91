"""The base of all reviews: earlier acts, the version that the moderator saw, the form and its buttons."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.core.text.dates import format_moment
from community.members.models import Member
from community.moderation.forms import DecisionForm
from community.moderation.models import Act, AuditEntry
from community.safety.models import Case

EARLIER = 10
TEAM_ONLY = gettext_lazy("Only the team can read this, in the log.")

BUTTONS = {
    Act.REMOVE_POST: gettext_lazy("Remove the post"),
    Act.RESTORE_POST: gettext_lazy("Put the post back"),
    Act.RETURN_POST: gettext_lazy("Let the author put it back"),
    Act.APPROVE_POST: gettext_lazy("Publish it"),
    Act.REJECT_POST: gettext_lazy("Don’t publish it"),
    Act.LOCK_THREAD: gettext_lazy("Close it to replies"),
    Act.UNLOCK_THREAD: gettext_lazy("Open it to replies"),
    Act.PIN_THREAD: gettext_lazy("Pin it"),
    Act.UNPIN_THREAD: gettext_lazy("Unpin it"),
    Act.MOVE_THREAD: gettext_lazy("Move it"),
    Act.LABEL_POST: gettext_lazy("Change content warnings"),
    Act.LABEL_THREAD: gettext_lazy("Change content warnings"),
    Act.REJECT_REPORT: gettext_lazy("Leave it up"),
    Act.SETTLE_CASE: gettext_lazy("Mark as dealt with"),
    Act.REOPEN_CASE: gettext_lazy("Reopen the case"),
    Act.MERGE_THREAD: gettext_lazy("Merge the discussions"),
    Act.UNMERGE_THREAD: gettext_lazy("Take them apart again"),
    Act.SPLIT_THREAD: gettext_lazy("Move these posts"),
    Act.UNSPLIT_THREAD: gettext_lazy("Move the posts back"),
    Act.NARROW_THREAD: gettext_lazy("Let fewer people read it"),
    Act.WIDEN_THREAD: gettext_lazy("Let more people read it again"),
    Act.EDIT_POST: gettext_lazy("Save the new text"),
    Act.CHANGE_ROLE: gettext_lazy("Change the role back"),
    Act.CLOSE_ACCOUNT: gettext_lazy("Close the account"),
    Act.REOPEN_ACCOUNT: gettext_lazy("Reopen the account"),
    Act.WARN_MEMBER: gettext_lazy("Send a reminder"),
    Act.LIMIT_MEMBER: gettext_lazy("Set a limit"),
    Act.SUSPEND_MEMBER: gettext_lazy("Pause the account"),
    Act.CHANGE_END: gettext_lazy("Change the end"),
    Act.END_SANCTION: gettext_lazy("End it now"),
    Act.RESUME_SANCTION: gettext_lazy("Put it back"),
    Act.ADD_NOTE: gettext_lazy("Add a note"),
    Act.REMOVE_NOTE: gettext_lazy("Remove the note"),
    Act.UPHOLD_DECISION: gettext_lazy("Leave the decision as it is"),
    Act.ASK_REDACTION: gettext_lazy("Ask to erase it for good"),
    Act.CANCEL_REDACTION: gettext_lazy("Don’t erase it"),
    Act.REDACT_POST: gettext_lazy("Erase it for good"),
    Act.ADD_WORDS: gettext_lazy("Put it back on the list"),
    Act.CHANGE_WORDS: gettext_lazy("Change it back"),
    Act.REMOVE_WORDS: gettext_lazy("Remove it from the list"),
}


class Review:
    """Something that a moderator may decide about.

    A view either shows a review, or binds the submitted form and applies the decision."""

    template: str
    source: str
    success_url: str
    without_reason: Collection[Act] = ()

    def __init__(self, viewer: Member) -> None:
        self.viewer = viewer
        self.bound_form: DecisionForm | None = None
        self.act: Act | None = None
        self.restored: dict[str, Any] = {}

    @cached_property
    def earlier(self) -> list[AuditEntry]:
        """The latest acts on this, newest first."""
        entries = AuditEntry.objects.visible_to(self.viewer).for_display()
        return list(entries.filter(source=self.source)[:EARLIER])

    @property
    def latest_pk(self) -> int:
        """The key of the latest act; 0 if there is none."""
        return self.earlier[0].pk if self.earlier else 0

    @property
    def version(self) -> str:
        """Identify the state that the page shows. The form submits it, so that nobody decides about a newer state."""
        return str(self.latest_pk)

    def conflict_since(self, version: str) -> str:
        """Return a sentence about what changed since `version`, naming who acted; empty if nothing did.

        A page without acts has no form and no version; the operations refuse what is submitted without one."""
        if version == self.version or not (version or self.acts()):
            return ""
        if self.latest_pk and version.partition(".")[0] != str(self.latest_pk):
            latest = self.earlier[0]
            return _("%(name)s %(act)s on %(at)s, after you opened this page. Your decision hasn’t been saved.") % {
                "name": latest.actor or _("Someone"),
                "act": latest.get_act_display(),
                "at": format_moment(latest.at),
            }
        return _("This was edited or reported again after you opened the page. Look at it again.")

    def acts(self) -> list[Act]:
        """List the acts that are possible now, the usual one first."""
        raise NotImplementedError

    def buttons(self) -> list[tuple[str, str]]:
        """List the acts that share one form and need a reason, with the labels of their buttons."""
        return [(act.value, str(BUTTONS[act])) for act in self.acts() if act not in self.without_reason]

    def quick_buttons(self) -> list[tuple[str, str]]:
        """List the acts of the form that are done with one press, with the labels of their buttons."""
        return [(act.value, str(BUTTONS[act])) for act in self.acts() if act in self.without_reason]

    def form(self) -> DecisionForm:
        """Return the bound form, or a new one with the input restored after signing in again.

        What was typed for an act that is no longer possible is not offered for another one."""
        return self.bound_form if self.bound_form and self._shows_bound_form() else self.new_form()

    def new_form(self, data: Any = None) -> DecisionForm:
        """Create the form that all acts of this review share."""
        return DecisionForm(data, initial=self.restored)

    def unsaved_reason(self) -> str:
        """Return the submitted reason when no form on the page shows it any more."""
        return str(self.bound_form["reason"].value() or "") if self.bound_form and not self._shows_bound_form() else ""

    def _shows_bound_form(self) -> bool:
        return self.act in self.acts()

    def bind(self, data: Any) -> DecisionForm:
        """Bind the submitted form. Raises BadRequest for an unknown act."""
        try:
            self.act = Act(data.get("act", ""))
        except ValueError as unknown:
            raise BadRequest("unknown act") from unknown
        self.bound_form = self.form_for(self.act, data)
        return self.bound_form

    def submitted(self) -> DecisionForm:
        """Return the form that was submitted, whether its act is still possible or not."""
        return self.bound_form or self.form()

    def form_for(self, act: Act, data: Any = None) -> DecisionForm:
        """Create the form of an act."""
        return self.new_form(data)

    def preview(self, data: Any) -> bool:
        """Return whether the submitted form asks first what would happen, instead of deciding."""
        return False

    def apply(self) -> AuditEntry:
        """Apply the bound decision. Raises what the operations raise, and BadRequest for an act of another kind."""
        raise NotImplementedError


class CaseReview(Review):
    """A review of a case, or of something that may have one."""

    case: Case | None

    @property
    def claimed_by(self) -> Member | None:
        """The other moderator who is looking at the open case now."""
        return self.case.claimed_from(self.viewer) if self.case and self.case.is_open else None

    @property
    def is_mine(self) -> bool:
        """Whether the viewer has claimed the open case."""
        case = self.case
        return bool(case and case.is_open and case.claimed_by_id == self.viewer.pk and not case.claim_is_over)
