"""Review the posts of a thread before moving some: first a preview, then the decision."""

from typing import Any, cast

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from community.forum.models import Group, Thread
from community.members.models import Member
from community.moderation import operations
from community.moderation.forms import DecisionForm
from community.moderation.models import Act, AuditEntry
from community.moderation.moving_forms import SplitForm
from community.moderation.policies import can_decide
from community.moderation.review.base import Review
from community.moderation.selectors.moves import MovePreview, PostsToMove, posts_to_move, split_preview

READ_BY = gettext_lazy("The people who wrote these posts will read this.")


class SplitReview(Review):
    """A thread with boxes to choose posts. The form decides once it was sent with what its preview showed."""

    template = "moderation/split_thread.html"

    def __init__(self, viewer: Member, thread: Thread, after: int = 0) -> None:
        super().__init__(viewer)
        self.thread, self.source = thread, thread.key
        self.success_url = reverse("moderate_thread", args=[thread.pk])
        self.is_own = not can_decide(viewer, about=thread.author)
        self.what_happens: MovePreview | None = None
        self.page: PostsToMove = posts_to_move(thread, after)

    def acts(self) -> list[Act]:
        """List the split, but not for a thread that the moderator started, or one without replies."""
        return [] if self.is_own or not self.page.posts else [Act.SPLIT_THREAD]

    def new_form(self, data: Any = None) -> DecisionForm:
        """Create the form with a box for each post of the page."""
        numbers = [post.number or 0 for post in self.page.posts]
        about: dict[str, Any] = {"thread": self.thread, "viewer": self.viewer, "numbers": numbers}
        return SplitForm(data, initial=self.restored, read_by=READ_BY, **about)

    @property
    def chosen(self) -> set[str]:
        """The numbers whose boxes are ticked."""
        return {str(value) for value in self.form()["posts"].value() or []}

    def preview(self, data: Any) -> bool:
        """Return whether the moderator has not yet seen what moving these posts does."""
        form = cast(SplitForm, self.form())
        if data.get("previewed") == form.summary:
            return False
        cleaned = form.cleaned_data
        group = cast(Group, cleaned["group"] or self.thread.group)
        where = {"title": cleaned["title"], "group": group, "into": cleaned["into"]}
        self.what_happens = split_preview(self.thread, cleaned["numbers"], **where)
        return True

    def apply(self) -> AuditEntry:
        """Move the posts, and stay with the thread that they came from."""
        if self.act != Act.SPLIT_THREAD:
            raise BadRequest("not an act of this review")
        cleaned = self.submitted().cleaned_data
        return operations.split_thread(
            self.thread,
            self.submitted().decision(self.viewer),
            numbers=cleaned["numbers"],
            title=cleaned["title"],
            group=cleaned["group"],
            into=cleaned["into"],
        )
