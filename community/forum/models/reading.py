"""What a member reads: how far she came in a thread, and which threads she follows."""

from django.conf import settings
from django.db import models

from community.forum.models.thread import Thread


class Visit(models.Model):
    """How far a member has read in a thread.

    `number` is the highest that stood on a page she opened: what came later is new. `read_through` is how far she read without
    a gap: where she goes on, also after a look at the last page."""

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
    """A member who wants to hear of a thread. An ended one stays: posting again does not bring it back."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="follows")
    active = models.BooleanField(default=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="one_follow_a_member_and_thread")]

    def __str__(self) -> str:
        return f"{self.member_id} follows {self.thread_id}"
