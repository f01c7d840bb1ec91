"""How far members have read threads, and which threads they follow."""

from django.conf import settings
from django.db import models

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
    """A member who is notified of replies. An ended follow stays as a row: posting again does not restart it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="follows")
    active = models.BooleanField(default=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="one_follow_a_member_and_thread")]

    def __str__(self) -> str:
        return f"{self.member_id} follows {self.thread_id}"
