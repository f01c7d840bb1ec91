"""Topics, procedures, and conditions with their list of procedures."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Whether the public may read a page."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Topic(models.Model):
    """A subject of sections and threads, by which they are related."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    """Queries on procedures."""

    def published(self) -> Self:
        """Filter out drafts."""
        return self.filter(state=State.PUBLISHED)


class Procedure(models.Model):
    """A test or treatment, with its own short page."""

    slug = models.SlugField(_("address"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    html = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    is_example = models.BooleanField(_("example, not clinically reviewed"), default=True)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the path of the procedure's page."""
        return reverse("procedure", args=[self.slug])


class ConditionQuerySet(models.QuerySet["Condition"]):
    """Queries on conditions."""

    def published(self) -> Self:
        """Filter down to conditions with a published page."""
        return self.filter(pages__state=State.PUBLISHED).distinct()


class Condition(models.Model):
    """A medical condition, explained on several pages."""

    slug = models.SlugField(_("address"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    procedures: "models.ManyToManyField[Procedure, ConditionProcedure]" = models.ManyToManyField(
        Procedure, through="ConditionProcedure", related_name="conditions", verbose_name=_("associated procedures")
    )

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the path that redirects to the first page."""
        return reverse("condition", args=[self.slug])


class ConditionProcedureQuerySet(models.QuerySet["ConditionProcedure"]):
    """Queries on a condition's list of procedures."""

    def for_display(self) -> Self:
        """Filter down to published procedures, and join them."""
        return self.filter(procedure__state=State.PUBLISHED).select_related("procedure")


class ConditionProcedure(models.Model):
    """The position of a procedure in a condition's list."""

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="procedure_links")
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="condition_links")
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConditionProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["condition", "position"]
        verbose_name = _("associated procedure")
        verbose_name_plural = _("associated procedures")
        constraints = [
            models.UniqueConstraint(fields=["condition", "procedure"], name="one_link_a_condition_and_procedure")
        ]

    def __str__(self) -> str:
        return f"{self.condition_id}: {self.procedure_id}"
