"""Review two threads before merging them: first a preview, then the decision."""

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from community.forum.models import Thread
from community.members.models import Member
from community.moderation import operations
from community.moderation.forms import DecisionForm
from community.moderation.models import Act, AuditEntry
from community.moderation.moving_forms import MergeForm
from community.moderation.policies import can_decide
from community.moderation.review.base import Review
from community.moderation.selectors.moves import MovePreview, merge_preview

READ_BY = gettext_lazy("Whoever started this discussion will read this.")


class MergeReview(Review):
    """A thread, and the one that it would be part of: its form decides once it comes with what its preview showed."""

    template = "moderation/merge_thread.html"

    def __init__(self, viewer: Member, thread: Thread) -> None:
        super().__init__(viewer)
        self.thread, self.source = thread, thread.key
        self.success_url = reverse("moderate_thread", args=[thread.pk])
        self.is_own = not can_decide(viewer, about=thread.author)
        self.what_happens: MovePreview | None = None

    def acts(self) -> list[Act]:
        """List the merge, but not for a thread that the moderator started."""
        return [] if self.is_own else [Act.MERGE_THREAD]

    def new_form(self, data: Any = None) -> DecisionForm:
        """Create the form, which finds the other thread among those that the moderator may read."""
        return MergeForm(data, initial=self.restored, thread=self.thread, viewer=self.viewer, read_by=READ_BY)

    @cached_property
    def into(self) -> Thread | None:
        """The other thread, once the form names one."""
        return self.bound_form.cleaned_data.get("into") if self.bound_form and self.bound_form.is_valid() else None

    def preview(self, data: Any) -> bool:
        """Return whether the moderator has not yet seen what merging with this thread does."""
        if self.into is None or data.get("previewed") == str(self.into.pk):
            return False
        self.what_happens = merge_preview(self.thread, self.into)
        return True

    def apply(self) -> AuditEntry:
        """Merge the thread, and go on to the page of the other one."""
        if self.act != Act.MERGE_THREAD or self.into is None:
            raise BadRequest("not an act of this review")
        entry = operations.merge_threads(self.thread, self.submitted().decision(self.viewer), into=self.into)
        self.success_url = reverse("moderate_thread", args=[self.into.pk])
        return entry
