"""The terms of posts and of titles, and the full-text indexes over them (search/matching.py).

Only published posts are here. An index knows nothing of who may read: it is joined to the posts and threads."""

from django.db import models

from community.forum.models.post import Post
from community.forum.models.thread import Thread
from community.search.matching import IndexedTerms


class PostTerms(models.Model):
    """The terms of a published post."""

    post = models.OneToOneField(
        Post, on_delete=models.CASCADE, primary_key=True, db_column="id", related_name="indexed"
    )
    terms = models.TextField()

    def __str__(self) -> str:
        return f"terms of post {self.post_id}"


class PostIndex(models.Model):
    """The index of PostTerms, which the database keeps."""

    post = models.OneToOneField(
        Post, on_delete=models.DO_NOTHING, primary_key=True, db_column="rowid", related_name="index"
    )
    terms = IndexedTerms(db_column="forum_post_index")
    stored = models.TextField(db_column="terms")

    class Meta:
        managed = False
        db_table = "forum_post_index"

    def __str__(self) -> str:
        return f"post {self.post_id} in the index"


class ThreadTerms(models.Model):
    """The terms of a published thread's title."""

    thread = models.OneToOneField(
        Thread, on_delete=models.CASCADE, primary_key=True, db_column="id", related_name="indexed"
    )
    terms = models.TextField()

    def __str__(self) -> str:
        return f"terms of thread {self.thread_id}"


class ThreadIndex(models.Model):
    """The index of ThreadTerms, which the database keeps."""

    thread = models.OneToOneField(
        Thread, on_delete=models.DO_NOTHING, primary_key=True, db_column="rowid", related_name="index"
    )
    terms = IndexedTerms(db_column="forum_thread_index")
    stored = models.TextField(db_column="terms")

    class Meta:
        managed = False
        db_table = "forum_thread_index"

    def __str__(self) -> str:
        return f"thread {self.thread_id} in the index"


class IndexProgress(models.Model):
    """One row: how far the index was built in the background, and until when a process does so."""

    through = models.PositiveBigIntegerField(default=0)  # the key of the last post of the last batch
    finished = models.BooleanField(default=False)
    leased_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "complete" if self.finished else f"up to post {self.through}"
