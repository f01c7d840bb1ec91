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
    if not can_decide(moderator, about=about, case=case):
        raise PermissionDenied(_("This is about something you wrote. Another moderator will decide."))


def can_decide(moderator: "Member", *, about: "Member | None", case: Case | None = None) -> bool:
    """Return whether neither the post nor the case concerns the moderator."""
    return moderator != about and (case is None or case.author_id != moderator.pk)


def check_may_change_account(administrator: "Member", member: "Member") -> None:
    """Raise PermissionDenied for who is no administrator, and for one's own account."""
    if not administrator.administers:
        raise PermissionDenied(_("Only administrators can do this."))
    if administrator == member:
        raise PermissionDenied(_("This is your own account. Ask another administrator to change it."))


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
