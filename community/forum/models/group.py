"""Groups, who may read in them, and counts for each audience."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.content_warnings import has_none_of
from community.core.caching.viewer import ViewerTraits
from community.education.models import Condition

if TYPE_CHECKING:
    from community.members.models import Member


type Viewer = Member | AnonymousUser | ViewerTraits


class Audience(models.TextChoices):
    """Who may read, widest first."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Members only")
    PRIVATE = "private", _("Only people in this group")


WIDTH = {Audience.PUBLIC: 0, Audience.MEMBERS: 1, Audience.PRIVATE: 2}


def narrower(one: str, other: str) -> str:
    """The narrower of two audiences: a thread is never wider than its group."""
    return max(one, other, key=lambda audience: WIDTH[Audience(audience)])


def readable_by(viewer: Viewer, *, audience: str = "audience", group: str = "group_id") -> Q:
    """The condition on rows with an audience and a group: this viewer may read them."""
    if not viewer.is_authenticated:
        return Q(**{audience: Audience.PUBLIC})
    if viewer.moderates:
        return Q()
    return ~Q(**{audience: Audience.PRIVATE}) | Q(**{f"{group}__in": joined_by(viewer)})


def not_muted(viewer: "Member | ViewerTraits", *, labels: str = "labels", author: str = "author") -> Q:
    """The condition on rows with labels: the viewer's own, or without a label that the viewer mutes."""
    return Q(**{author: viewer.pk}) | has_none_of(viewer.muted_labels, labels)


class GroupQuerySet(models.QuerySet["Group"]):
    """Groups as a viewer may list them."""

    def visible_to(self, viewer: Viewer) -> "GroupQuerySet":
        """Public groups for all, members' groups for members, private ones for their members and moderators."""
        return self.filter(readable_by(viewer, group="pk"))


def joined_by(viewer: Viewer) -> models.QuerySet["Membership", int]:
    """The keys of the groups that the viewer belongs to."""
    return Membership.objects.filter(member=viewer.pk).values_list("group_id", flat=True)


class Group(models.Model):
    """A place for threads on one subject, linked to the condition that its education pages explain."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), unique=True)
    description = models.CharField(_("what it’s for"), max_length=300, blank=True)
    audience = models.CharField(_("who can read"), max_length=10, choices=Audience, default=Audience.PUBLIC)
    condition = models.ForeignKey(
        Condition, verbose_name=_("condition"), null=True, blank=True, on_delete=models.SET_NULL, related_name="groups"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("group")
        verbose_name_plural = _("groups")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list of the group's threads."""
        return reverse("group", args=[self.slug])

    @property
    def key(self) -> str:
        """The key by which lower layers refer to this group."""
        return f"group:{self.pk}"


class GroupTally(models.Model):
    """Counts of a group for one audience, updated by operations and checked by manage.py recount."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="tallies")
    audience = models.CharField(max_length=10, choices=Audience)
    thread_count = models.PositiveIntegerField(default=0)
    post_count = models.PositiveIntegerField(default=0)
    version = models.PositiveBigIntegerField(
        default=0
    )  # bumped when anything changes that a list of these threads shows
    last_activity_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "audience"], name="one_tally_a_group_and_audience")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.audience}: {self.thread_count} threads"


class Membership(models.Model):
    """One member in one private group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="one_membership_a_group_and_member")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.group_id}"
