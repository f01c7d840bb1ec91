"""What all reviews have in common: earlier acts, the version that was seen, the form and its buttons."""

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from community.members.models import Member
from community.moderation.forms import DecisionForm
from community.moderation.models import Act, AuditEntry
from community.safety.models import Case

EARLIER = 10
TEAM_ALONE = gettext_lazy("The team alone reads this, in the log.")

BUTTONS = {
    Act.REMOVE_POST: gettext_lazy("Take the post down"),
    Act.RESTORE_POST: gettext_lazy("Put the post back"),
    Act.RETURN_POST: gettext_lazy("Leave it to its author"),
    Act.APPROVE_POST: gettext_lazy("Publish it"),
    Act.REJECT_POST: gettext_lazy("Do not publish it"),
    Act.LOCK_THREAD: gettext_lazy("Close it to replies"),
    Act.UNLOCK_THREAD: gettext_lazy("Open it for replies"),
    Act.PIN_THREAD: gettext_lazy("Pin it"),
    Act.UNPIN_THREAD: gettext_lazy("Take the pin out"),
    Act.MOVE_THREAD: gettext_lazy("Move it"),
    Act.LABEL_POST: gettext_lazy("Label it"),
    Act.LABEL_THREAD: gettext_lazy("Label it"),
    Act.REJECT_REPORT: gettext_lazy("Leave it up"),
    Act.SETTLE_CASE: gettext_lazy("This is dealt with"),
    Act.REOPEN_CASE: gettext_lazy("Open the case again"),
}


class Review:
    """One thing that a moderator may decide about."""

    template: str
    source: str
    then: str

    def __init__(self, viewer: Member) -> None:
        self.viewer = viewer
        self.bound_form: DecisionForm | None = None
        self.act: Act | None = None
        self.restored: dict[str, Any] = {}

    @cached_property
    def earlier(self) -> list[AuditEntry]:
        """What moderators did with this before, the latest first."""
        entries = AuditEntry.objects.visible_to(self.viewer).for_display()
        return list(entries.filter(source=self.source)[:EARLIER])

    @property
    def last(self) -> int:
        """The key of the latest act; 0 for none."""
        return self.earlier[0].pk if self.earlier else 0

    @property
    def version(self) -> str:
        """A key of what the page shows. The form sends it back: nobody decides about what they did not see."""
        return str(self.last)

    def happened_since(self, version: str) -> str:
        """A sentence when this has moved on since the page that `version` comes from; it names who acted.

        A page without acts has no form and no version: what is sent all the same, the operations refuse."""
        if version == self.version or not (version or self.acts()):
            return ""
        if self.last and version.partition(".")[0] != str(self.last):
            latest = self.earlier[0]
            return _("%(name)s %(act)s on %(at)s, after you opened this page. You have not changed anything.") % {
                "name": latest.actor or _("Somebody"),
                "act": latest.get_act_display(),
                "at": date_format(
                    localtime(latest.at),
                    pgettext("format of a day and its hour, as in Wed, Jul 16, 2025, 6:30 PM", "D, M j, Y, g:i A"),
                ),
            }
        return _("This was edited or reported again after you opened the page. Please look once more.")

    def acts(self) -> list[Act]:
        """What can be done now, the usual first."""
        raise NotImplementedError

    def buttons(self) -> list[tuple[str, str]]:
        """The acts that one form offers together, as its buttons say them."""
        return [(act.value, str(BUTTONS[act])) for act in self.acts()]

    def form(self) -> DecisionForm:
        """The bound form, or a new one with what was stashed before signing in again."""
        return self.bound_form or self.blank()

    def blank(self, data: Any = None) -> DecisionForm:
        """The form that all acts of this review share."""
        return DecisionForm(data, initial=self.restored)

    def left_over(self) -> str:
        """The reason that was typed, when no form on the page can hold it any more."""
        return str(self.bound_form["reason"].value() or "") if self.bound_form and not self._shows_bound() else ""

    def _shows_bound(self) -> bool:
        return bool(self.acts())

    def bind(self, data: Any) -> DecisionForm:
        """Take up what was sent. Raises BadRequest for an act that there is not."""
        try:
            self.act = Act(data.get("act", ""))
        except ValueError as unknown:
            raise BadRequest("no such act") from unknown
        self.bound_form = self.form_for(self.act, data)
        return self.bound_form

    def form_for(self, act: Act, data: Any = None) -> DecisionForm:
        """The form that this act asks for. Raises BadRequest for an act that is not for this kind of thing."""
        return self.blank(data)

    def next_case(self) -> Case | None:
        """Where one goes on after deciding, for a review that stands in the queue."""
        return None

    def apply(self) -> AuditEntry:
        """Do what was taken up. Raises what the operations raise, and BadRequest for what this is no review for."""
        raise NotImplementedError
