"""A condition's pages (on screen: tabs), their sections and their references."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from community.education.models.subject import Condition, State, Topic

ORGANISATION = "{organisation}"


class PageQuerySet(models.QuerySet["Page"]):
    """Queries on pages."""

    def published(self) -> Self:
        """Filter out drafts."""
        return self.filter(state=State.PUBLISHED)


class Page(models.Model):
    """A page of a condition, shown as a tab."""

    condition = models.ForeignKey(
        Condition, on_delete=models.CASCADE, related_name="pages", verbose_name=_("condition")
    )
    slug = models.SlugField(_("address"))
    title = models.CharField(_("title"), max_length=120, help_text=_("Write {organisation} where its name should go."))
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    is_example = models.BooleanField(_("example, not clinically reviewed"), default=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["condition", "position"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [models.UniqueConstraint(fields=["condition", "slug"], name="one_page_a_condition_and_address")]

    def __str__(self) -> str:
        return self.shown_title

    def get_absolute_url(self) -> str:
        """Return the page's path. Uses the condition: select it too."""
        return reverse("learn_page", args=[self.condition.slug, self.slug])

    @property
    def shown_title(self) -> str:
        """The title with the organisation's name in its place."""
        return self.title.replace(ORGANISATION, settings.ORGANISATION_NAME)


class SectionQuerySet(models.QuerySet["Section"]):
    """Queries on sections."""

    def published(self) -> Self:
        """Filter down to sections of published pages."""
        return self.filter(page__state=State.PUBLISHED)

    def about(self, topics: Iterable[Topic]) -> Self:
        """Filter down to sections on any of the topics, those with the most topics in common first."""
        return (
            self.filter(topics__in=topics)
            .annotate(shared=Count("topics"))
            .select_related("page__condition")
            .order_by("-shared", "page__condition", "page__position", "position")
        )


class Section(models.Model):
    """A section of a page under one heading. `followed_by` names a block to show after it."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        CALLOUT = "callout", _("In a separate box")

    class Block(models.TextChoices):
        NOTHING = "", _("Nothing")
        RESOURCES = "resources", _("Products and services")
        NEWSLETTER = "newsletter", _("Newsletter box")
        DEPARTMENTS = "departments", _("Departments")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="sections", verbose_name=_("page"))
    slug = models.SlugField(_("address"))
    heading = models.CharField(_("heading"), max_length=120)
    level = models.PositiveSmallIntegerField(_("level of the heading"), choices={2: "2", 3: "3"}, default=2)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    followed_by = models.CharField(_("followed by"), max_length=12, choices=Block, default=Block.NOTHING, blank=True)
    html = models.TextField(_("text"))
    topics = models.ManyToManyField(Topic, related_name="sections", blank=True, verbose_name=_("topics"))

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["page", "position"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [models.UniqueConstraint(fields=["page", "slug"], name="one_section_a_page_and_address")]

    def __str__(self) -> str:
        return self.shown_heading

    def get_absolute_url(self) -> str:
        """Return the page's path with the heading's anchor. Uses page and condition: select them too."""
        return f"{self.page.get_absolute_url()}#{self.slug}"

    @property
    def shown_heading(self) -> str:
        """The heading with the organisation's name in its place."""
        return self.heading.replace(ORGANISATION, settings.ORGANISATION_NAME)

    @property
    def shown_html(self) -> str:
        """The text with the organisation's name in its place; it was sanitised when it was stored."""
        return self.html.replace(ORGANISATION, escape(settings.ORGANISATION_NAME))


class Reference(models.Model):
    """A source of a page, with the date on which it was read."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="references", verbose_name=_("page"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    citation = models.CharField(_("citation"), max_length=400)
    url = models.URLField(_("address"), blank=True)
    doi = models.CharField(_("DOI"), max_length=120, blank=True)
    accessed = models.DateField(_("accessed on"), null=True, blank=True)

    class Meta:
        ordering = ["page", "position"]
        verbose_name = _("reference")
        verbose_name_plural = _("references")

    def __str__(self) -> str:
        return self.citation
