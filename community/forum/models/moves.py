"""Posts that a moderator moved between threads: what old addresses lead to, and what undo needs."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from community.forum.models.post import Post
from community.forum.models.thread import Thread


class ThreadMove(models.Model):
    """Posts that went from one thread to another.

    `whole` is a merge: all of them went, and the address of `source` leads to `target`. `begins` is a split into a
    thread that was started for them: once it is undone, the address of `target` leads to `source`. `before` is what
    undo restores (operations/moved_state.py)."""

    source = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="moves_out")
    target = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="moves_in")
    whole = models.BooleanField(default=False)
    begins = models.BooleanField(default=False)
    before = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["source"], condition=Q(whole=True, undone_at__isnull=True), name="thread_merged_into")
        ]

    def __str__(self) -> str:
        return f"from thread {self.source_id} to {self.target_id}"


class MovedPost(models.Model):
    """Where a post was before a move: also a post of the target that got another number."""

    move = models.ForeignKey(ThreadMove, on_delete=models.CASCADE, related_name="posts")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="moves")
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["move", "post"], name="one_row_a_move_and_post")]
        indexes = [models.Index(fields=["thread", "number"], name="moved_post_old_number")]

    def __str__(self) -> str:
        return f"post {self.post_id} was {self.number} of thread {self.thread_id}"
