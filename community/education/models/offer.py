"""Resources and departments of the organisation, shown on a condition's pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.education.models.subject import Condition


class Resource(models.Model):
    """A product or service of the organisation."""

    class Kind(models.TextChoices):
        BOOK = "book", _("Book")
        AUDIO = "audio", _("Audio")
        NEWSLETTER = "newsletter", _("Digital newsletter")

    condition = models.ForeignKey(
        Condition, on_delete=models.CASCADE, related_name="resources", verbose_name=_("condition")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    description = models.CharField(_("description"), max_length=300)
    url = models.URLField(_("address"), blank=True)
    is_example = models.BooleanField(_("example"), default=True)

    class Meta:
        ordering = ["condition", "position"]
        verbose_name = _("product or service")
        verbose_name_plural = _("products and services")

    def __str__(self) -> str:
        return self.title


class Department(models.Model):
    """A part of the organisation that treats people with a condition."""

    condition = models.ForeignKey(
        Condition, on_delete=models.CASCADE, related_name="departments", verbose_name=_("condition")
    )
    slug = models.SlugField(_("address"))
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("what it does"), max_length=400)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_example = models.BooleanField(_("example"), default=True)

    class Meta:
        ordering = ["condition", "position"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [
            models.UniqueConstraint(fields=["condition", "slug"], name="one_department_a_condition_and_address")
        ]

    def __str__(self) -> str:
        return self.name
