"""How far members have read threads, and which threads and groups they follow or mute."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from community.forum.models.group import Group
from community.forum.models.thread import Thread


class Visit(models.Model):
    """How far a member has read in a thread.

    `number` is the highest on a page that the member opened: later posts are new. `read_through` is the last number
    before the first gap, where they continue reading, also after a look at the last page."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="visits")
    number = models.PositiveIntegerField(default=0)
    read_through = models.PositiveIntegerField(default=0)
    visited_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="one_visit_a_member_and_thread")]

    def __str__(self) -> str:
        return f"{self.member_id} read {self.thread_id} up to {self.number}"


class Follow(models.Model):
    """A member who is notified of replies, or of nothing in this thread when it is `muted`.

    A follow that has ended, or a mute, stays as a row: posting again does not start a follow."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="follows")
    active = models.BooleanField(default=True)
    muted = models.BooleanField(default=False, db_default=False)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member"], name="one_follow_a_member_and_thread"),
            models.CheckConstraint(condition=~Q(active=True, muted=True), name="follow_active_or_muted"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} follows {self.thread_id}"


class GroupFollow(models.Model):
    """A member who is notified of new threads in a group, or of nothing in the group when it is `muted`."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_follows")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="follows")
    muted = models.BooleanField(default=False)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="one_follow_a_member_and_group")]

    def __str__(self) -> str:
        return f"{self.member_id} {'mutes' if self.muted else 'follows'} group {self.group_id}"
