"""Load what a member sees of a decision about them: what was decided and why, its appeal and the answer."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.core import refs
from community.core.refs import ContentRef
from community.forum.models import Post, State
from community.members.models import Member, Sanction
from community.moderation.models import Act, AuditEntry
from community.safety.models import Case

SENTENCES = {
    Act.REMOVE_POST: _("A moderator removed your post."),
    Act.REJECT_POST: _("A moderator decided not to publish your post."),
    Act.LOCK_THREAD: _("A moderator closed your discussion to new replies."),
    Act.MOVE_THREAD: _("A moderator moved your discussion to another group."),
    Act.LABEL_POST: _("A moderator changed the content warnings on your post."),
    Act.LABEL_THREAD: _("A moderator changed the content warnings on your discussion."),
    Act.END_SANCTION: _("We’ve ended this early."),
}


@dataclass(frozen=True)
class DecisionPage:
    """A decision as the member concerned sees it; it does not name who decided.

    `undone_by` is the later act that undid it, `answer` the act that answered the appeal."""

    entry: AuditEntry
    sanction: Sanction | None
    post: Post | None
    about: ContentRef | None
    undone_by: AuditEntry | None
    appeal: Case | None
    answer: AuditEntry | None

    @property
    def sentence(self) -> "str | Promise":
        """Say what was decided."""
        act = Act(self.entry.act)
        if self.sanction and act != Act.END_SANCTION:
            return self.sanction.effect
        return SENTENCES.get(act, _("A moderator decided something about this."))

    @property
    def is_over(self) -> bool:
        """Whether it is about a limit that applies no more."""
        return self.sanction is not None and not self.sanction.is_warning and not self.sanction.is_in_force

    @property
    def may_appeal(self) -> bool:
        """Whether to offer the form: once for each decision, as long as it was not undone."""
        return self.entry.can_be_appealed and self.appeal is None and self.undone_by is None


def decision_page(member: Member, entry: AuditEntry) -> DecisionPage:
    """Load the page. The decision is one about `member`."""
    prefix, pk = refs.split(entry.source)
    post = Post.objects.filter(pk=pk, author=member).select_related("thread").first() if prefix == "post" else None
    appeal = Case.objects.filter(source=entry.key, author=member).order_by("pk").first()
    described = refs.describe([entry.source, entry.context], member) if prefix in ("post", "thread") else {}
    sanctions = Sanction.objects.visible_to(member).filter(pk=pk, member=member)
    return DecisionPage(
        entry=entry,
        sanction=sanctions.first() if prefix == "sanction" else None,
        post=post if post and post.state != State.PUBLISHED else None,
        about=described.get(entry.source) or described.get(entry.context),
        undone_by=AuditEntry.objects.filter(undoes=entry).first(),
        appeal=appeal,
        answer=appeal.acts.order_by("pk").last() if appeal and not appeal.is_open else None,
    )
