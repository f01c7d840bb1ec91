"""Searches that members have saved, and how far new posts were compared with them."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

MOST_SAVED = 20  # of one member


class SavedSearch(models.Model):
    """A search that a member is notified of when a new post matches it.

    `filters` has the other fields of SearchForm as an address has them, and `digest` stands for all fields: the same
    search is stored once."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    words = models.CharField(max_length=100)
    filters = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "digest"], name="one_saved_search_a_member")]
        indexes = [models.Index(fields=["created_at"], name="saved_search_oldest")]

    def __str__(self) -> str:
        return f"saved search {self.pk}"

    @property
    def key(self) -> str:
        """The key of the notification that is open while new results are unread."""
        return f"search:{self.pk}"

    @property
    def url(self) -> str:
        """The address of its results."""
        return f"{reverse('search')}?{urlencode({'q': self.words, **self.filters})}"


class SearchCursor(models.Model):
    """One row: the last post that was compared with the saved searches, in the order of publication."""

    at = models.DateTimeField()
    post = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"post {self.post}, {self.at}"
