"""Review a whole thread: lock, pin, label, move or narrow it, each with its own form."""

from functools import cached_property
from typing import Any, cast

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils import timezone

from community.forum.models import Audience, Group, Thread
from community.forum.models.group import WIDTH
from community.members.models import Member
from community.moderation import operations
from community.moderation.forms import DecisionForm, LabelForm, MoveForm, NarrowForm, PinForm
from community.moderation.models import Act, AuditEntry
from community.moderation.policies import can_decide
from community.moderation.review.base import BUTTONS, Review


class ThreadReview(Review):
    """A whole thread. Each act has its own form."""

    template = "moderation/moderate_thread.html"

    def __init__(self, viewer: Member, thread: Thread) -> None:
        super().__init__(viewer)
        self.thread, self.source = thread, thread.key
        self.success_url = reverse("moderate_thread", args=[thread.pk])
        self.is_own = not can_decide(viewer, about=thread.author)

    @property
    def version(self) -> str:
        """Include the labels, which the author can change."""
        return f"{self.latest_pk}.{self.thread.labels}" if self.thread.labels else str(self.latest_pk)

    def acts(self) -> list[Act]:
        """List the acts that the thread's state allows; a moderator may only pin their own."""
        pinned = self.thread.pinned_until is not None and self.thread.pinned_until > timezone.now()
        pins = [Act.UNPIN_THREAD] if pinned else [Act.PIN_THREAD]
        if self.is_own:
            return pins
        lock = Act.UNLOCK_THREAD if self.thread.locked else Act.LOCK_THREAD
        narrow = [Act.NARROW_THREAD] if self.narrower_audiences else []
        return [lock, *pins, Act.LABEL_THREAD, Act.MOVE_THREAD, *narrow]

    @cached_property
    def narrower_audiences(self) -> list[tuple[str, str]]:
        """The audiences with fewer people than now: those of a group only where the group has some."""
        narrower = [audience for audience in Audience if WIDTH[audience] > WIDTH[Audience(self.thread.audience)]]
        if Audience.PRIVATE in narrower and not self.thread.group.memberships.exists():
            narrower.remove(Audience.PRIVATE)
        return [(audience.value, str(audience.label)) for audience in narrower]

    def forms(self) -> list[tuple[str, str, DecisionForm]]:
        """List each act with the label of its button and its form, bound for the submitted act."""
        return [
            (
                act.value,
                str(BUTTONS[act]),
                self.bound_form if self.bound_form and act == self.act else self.form_for(act),
            )
            for act in self.acts()
        ]

    def form_for(self, act: Act, data: Any = None) -> DecisionForm:
        """Create the form of an act: a pin needs a day, labels their choice, a move a group."""
        prefix = act.value
        restored = {
            name.removeprefix(f"{prefix}-"): value for name, value in self.restored.items() if name.startswith(prefix)
        }
        if act == Act.PIN_THREAD:
            return PinForm(data, prefix=prefix, initial=restored)
        if act == Act.LABEL_THREAD:
            current = {"labels": self.thread.labels} if self.thread.labels else {}
            return LabelForm(data, prefix=prefix, initial=current | restored)
        if act == Act.NARROW_THREAD:
            return NarrowForm(data, prefix=prefix, initial=restored, audiences=self.narrower_audiences)
        if act == Act.MOVE_THREAD:
            others = Group.objects.visible_to(self.viewer).exclude(pk=self.thread.group_id)
            return MoveForm(data, prefix=prefix, initial=restored, groups=others)
        return DecisionForm(data, prefix=prefix, initial=restored)

    def apply(self) -> AuditEntry:
        """Decide about the thread."""
        form = self.submitted()
        decision, cleaned = form.decision(self.viewer), form.cleaned_data
        match self.act:
            case Act.LOCK_THREAD:
                return operations.lock_thread(self.thread, decision)
            case Act.UNLOCK_THREAD:
                return operations.unlock_thread(self.thread, decision)
            case Act.PIN_THREAD:
                return operations.pin_thread(self.thread, decision, until=cleaned["until"])
            case Act.UNPIN_THREAD:
                return operations.unpin_thread(self.thread, decision)
            case Act.LABEL_THREAD:
                return operations.label_thread(self.thread, decision, labels=cleaned["labels"])
            case Act.NARROW_THREAD:
                return operations.narrow_thread(self.thread, decision, audience=cleaned["audience"])
            case Act.MOVE_THREAD:
                return operations.move_thread(self.thread, decision, group=cast(Group, cleaned["group"]))
        raise BadRequest("not an act of this review")
