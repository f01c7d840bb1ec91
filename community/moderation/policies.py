"""Who may decide.

`check_*` raise PermissionDenied with a sentence, or NotPossible where the state forbids the act; `can_*` return a bool.
"""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from community.forum.models import Post
from community.forum.operations import NotPossible
from community.moderation.models import Act, AuditEntry, Matter
from community.safety.models import Case

if TYPE_CHECKING:
    from community.members.models import Member


def check_may_decide(moderator: "Member", *, about: "Member | None", case: Case | None = None) -> None:
    """Raise PermissionDenied for members who are not moderators, and for what concerns the moderator."""
    if not moderator.moderates:
        raise PermissionDenied(_("Only moderators can do this."))
    if case is not None and case.decided_by_id == moderator.pk:
        raise PermissionDenied(_("This is about your own decision. Another moderator will look at it."))
    if not can_decide(moderator, about=about, case=case):
        raise PermissionDenied(_("This is about something you wrote. Another moderator will decide."))


def can_decide(moderator: "Member", *, about: "Member | None", case: Case | None = None) -> bool:
    """Return whether neither the post nor the case concerns the moderator, nor an appeal what they decided."""
    return moderator != about and (case is None or moderator.pk not in (case.author_id, case.decided_by_id))


def check_may_sanction(moderator: "Member", member: "Member") -> None:
    """Raise PermissionDenied for who does not moderate, for oneself, and where an administrator has to decide."""
    if not moderator.moderates:
        raise PermissionDenied(_("Only moderators can do this."))
    if moderator == member:
        raise PermissionDenied(_("This is about you. Another moderator will decide."))
    if not can_sanction(moderator, member):
        raise PermissionDenied(_("This is about someone in the team. An administrator will decide."))


def can_sanction(moderator: "Member", member: "Member") -> bool:
    """Whether to offer warnings, limits and notes: not for oneself, and for the team only to administrators."""
    return moderator.moderates and moderator != member and (moderator.administers or not member.is_in_team)


def check_can_appeal(member: "Member", entry: AuditEntry) -> None:
    """Raise PermissionDenied unless the decision is about the member and can be appealed."""
    if entry.subject_id != member.pk or not entry.can_be_appealed:
        raise PermissionDenied(_("You can only ask about decisions that are about you."))


def check_may_change_account(administrator: "Member", member: "Member") -> None:
    """Raise PermissionDenied for who is no administrator, and for one's own account."""
    if not administrator.administers:
        raise PermissionDenied(_("Only administrators can do this."))
    if administrator == member:
        raise PermissionDenied(_("This is your own account. Ask another administrator to change it."))


def check_may_redact(moderator: "Member", asked: AuditEntry | None) -> None:
    """Raise NotPossible when nobody has asked for it, and PermissionDenied for the moderator who has."""
    if asked is None:
        raise NotPossible(_("Nobody has asked to erase this."))
    if asked.actor_id == moderator.pk:
        raise PermissionDenied(_("You asked for this, so another moderator has to do it."))


def check_can_restore(post: Post) -> None:
    """Raise PermissionDenied when the author removed the post: only the author may restore it."""
    if post.removed_by_author or is_removed_by_moderator(post):
        raise PermissionDenied(_("The author removed this post, so it stays removed."))


def is_removed_by_moderator(post: Post) -> bool:
    """Return whether a moderator removed the post after its author had removed it."""
    last = AuditEntry.objects.filter(source=post.key, matter=Matter.STATE).first()
    return last is not None and last.act == Act.REMOVE_POST and bool(last.before.get("removed_by_author"))


def check_is_removed_by_moderator(post: Post) -> None:
    """Raise NotPossible unless a moderator removed the post after its author had removed it."""
    if not is_removed_by_moderator(post):
        raise NotPossible(_("There’s no moderator decision to undo for this post."))
