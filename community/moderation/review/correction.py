"""Review a post's text, to edit it."""

from typing import Any

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from community.core.text.plain_text import to_plain
from community.forum.models import Post, State
from community.members.models import Member
from community.moderation import operations
from community.moderation.forms import DecisionForm
from community.moderation.models import Act, AuditEntry
from community.moderation.moving_forms import TextForm
from community.moderation.policies import can_decide
from community.moderation.review.base import Review

READ_BY = gettext_lazy("The author will read this.")


class CorrectionReview(Review):
    """A post whose text a moderator edits."""

    template = "moderation/edit_text.html"

    def __init__(self, viewer: Member, post: Post) -> None:
        super().__init__(viewer)
        self.post, self.source = post, post.key
        self.success_url = reverse("moderate_post", args=[post.pk])
        self.is_own = not can_decide(viewer, about=post.author)

    @property
    def version(self) -> str:
        """Include the post's version: its author may have edited it."""
        return f"{self.latest_pk}.{self.post.version}"

    def acts(self) -> list[Act]:
        """List the edit, for somebody else's post that is published or held."""
        can_edit = self.post.state in (State.PUBLISHED, State.HELD) and not self.is_own
        return [Act.EDIT_POST] if can_edit else []

    def new_form(self, data: Any = None) -> DecisionForm:
        """Create the form with the text as it is."""
        return TextForm(data, initial={"text": to_plain(self.post.html)} | self.restored, read_by=READ_BY)

    def apply(self) -> AuditEntry:
        """Save the new text."""
        if self.act != Act.EDIT_POST:
            raise BadRequest("not an act of this review")
        form = self.submitted()
        return operations.edit_post(self.post, form.decision(self.viewer), text=form.cleaned_data["text"])
