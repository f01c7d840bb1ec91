"""Review a post's text, to erase it for good."""

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from community.forum.models import Post
from community.members.models import Member
from community.moderation import operations
from community.moderation.forms import DecisionForm
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.redaction import asked_by
from community.moderation.policies import can_decide
from community.moderation.review.base import TEAM_ONLY, Review

READ_BY = gettext_lazy("The author will read this when the text is erased. Don’t repeat what it says.")
ACTS = {
    Act.ASK_REDACTION: operations.ask_redaction,
    Act.CANCEL_REDACTION: operations.cancel_redaction,
    Act.REDACT_POST: operations.redact_post,
}


class RedactionReview(Review):
    """A post whose text one moderator asks to erase, and another one erases."""

    template = "moderation/redact_post.html"

    def __init__(self, viewer: Member, post: Post) -> None:
        super().__init__(viewer)
        self.post, self.source = post, post.key
        self.success_url = reverse("moderate_post", args=[post.pk])
        self.is_own = not can_decide(viewer, about=post.author)

    @property
    def version(self) -> str:
        """Include the post's version: nobody erases what they have not seen."""
        return f"{self.latest_pk}.{self.post.version}"

    @cached_property
    def asked(self) -> AuditEntry | None:
        """The entry of the moderator who has asked for it."""
        return asked_by(self.post)

    def acts(self) -> list[Act]:
        """List what comes next: to ask, or, for another moderator, to do it; or to take it back."""
        if self.is_own or self.post.redacted_at:
            return []
        if self.asked is None:
            return [Act.ASK_REDACTION]
        return (
            [Act.CANCEL_REDACTION]
            if self.asked.actor_id == self.viewer.pk
            else [
                Act.REDACT_POST,
                Act.CANCEL_REDACTION,
            ]
        )

    def new_form(self, data: Any = None) -> DecisionForm:
        """Create the form; the author reads the reason of the moderator who erases the text, and no other."""
        return DecisionForm(
            data, initial=self.restored, read_by=READ_BY if Act.REDACT_POST in self.acts() else TEAM_ONLY
        )

    def apply(self) -> AuditEntry:
        """Apply the act."""
        if self.act not in ACTS:
            raise BadRequest("not an act of this review")
        form = self.submitted()
        return ACTS[self.act](self.post, form.decision(self.viewer))
