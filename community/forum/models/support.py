"""Reactions to posts, such as a hug or a thank you."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.forum.models.post import Post


class Reaction(models.TextChoices):
    """The kinds of reaction. None of them ranks people."""

    HUG = "hug", _("Hug")
    THANKS = "thanks", _("Thank you")
    SAME = "same", _("Me too")
    HELPFUL = "helpful", _("Helpful")


class Support(models.Model):
    """One member's reaction to one post: one each, and it can be taken back."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="support")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="support")
    reaction = models.CharField(max_length=10, choices=Reaction)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="one_reaction_a_post_and_member")]

    def __str__(self) -> str:
        return f"{self.reaction} for post {self.post_id}"
