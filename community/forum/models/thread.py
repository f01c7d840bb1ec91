"""Threads: what a list shows of them, and who may read which."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.core.models import site_version
from community.education.models import Topic
from community.forum.models.group import Audience, Group, Membership, Viewer, joined_by, not_muted, readable_by
from community.members.models import Role

if TYPE_CHECKING:
    from community.forum.models.post import Post


class ThreadQuerySet(models.QuerySet["Thread"]):
    """Threads as a viewer may list them, and in the orders that lists have."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Published threads within the viewer's audience. Nobody sees a held one: its author has a page of its own."""
        return self.filter(readable_by(viewer), published=True)

    def listed_for(self, viewer: Viewer) -> Self:
        """What a list may show: visible_to() without threads with labels that the viewer mutes.

        Every page with several threads uses this, so muting holds everywhere (tests/forum/test_muted_discussions.py
        opens every address). A thread's own page uses visible_to() and shows a content warning first."""
        return self.visible_to(viewer).not_muted_by(viewer)

    def not_muted_by(self, viewer: Viewer) -> Self:
        """Without others' threads with a label that the viewer mutes; unchanged when they mute none."""
        return self.filter(not_muted(viewer)) if viewer.is_authenticated and viewer.muted_labels else self

    def public(self) -> Self:
        """What every guest may read: for pages that are the same for all."""
        return self.filter(published=True, audience=Audience.PUBLIC)

    def lately(self, number: int) -> Self:
        """The last active threads, for pk__in: searches of titles go no further back."""
        return self.order_by("-last_activity_at", "-pk")[:number]

    def for_display(self) -> Self:
        """Load what a row shows: with_names(), and the topics in one more query."""
        return self.with_names().prefetch_related("topics")

    def with_names(self) -> Self:
        """Load the group, the author, the last poster and `site`, the site's version, in the same query."""
        return self.annotate(site=site_version()).select_related("group", "author", "last_poster")

    def for_page(self) -> Self:
        """Load the group, the author and the last poster, their shown columns only: what is cached has no password."""
        own = [field.name for field in self.model._meta.concrete_fields]
        people = [f"{who}__{name}" for who in ("author", "last_poster") for name in ("username", "role", "is_active")]
        shown = [*own, "group__name", "group__slug", "group__audience", *people]
        return self.select_related("group", "author", "last_poster").only(*shown)

    def for_rows(self) -> Self:
        """for_page() with the topics, and `site`: names in a row change without the thread (forum/_thread_row.html)."""
        return self.for_page().annotate(site=site_version()).prefetch_related("topics")


class Thread(models.Model):
    """A thread, on screen "discussion". Its counts are those of its published posts; only operations write them."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="threads")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="threads",
        verbose_name=_("started by"),
    )
    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(max_length=80)
    topics = models.ManyToManyField(Topic, blank=True, related_name="threads", verbose_name=_("topics"))
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    published = models.BooleanField(default=False)
    locked = models.BooleanField(default=False)
    labels = models.PositiveSmallIntegerField(
        default=0
    )  # content_warnings.py: of all that is said here, the opening post
    pinned_until = models.DateTimeField(null=True, blank=True)

    created_at = models.DateTimeField()
    reply_count = models.PositiveIntegerField(default=0)
    support_count = models.PositiveIntegerField(default=0)  # reactions to the opening post, while it is published
    last_number = models.PositiveIntegerField(default=0)
    last_activity_at = models.DateTimeField()
    last_poster = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=0)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        indexes = [
            models.Index(F("group"), F("last_activity_at").desc(), F("id").desc(), name="thread_by_activity"),
            models.Index(F("group"), F("created_at").desc(), F("id").desc(), name="thread_by_start"),
            models.Index(
                F("group"), F("created_at").desc(), F("id").desc(), condition=Q(reply_count=0), name="thread_unanswered"
            ),
            models.Index(
                F("group"),
                F("support_count").desc(),
                F("id").desc(),
                condition=Q(support_count__gt=0),
                name="thread_by_support",
            ),
            models.Index(F("group"), F("pinned_until"), condition=Q(pinned_until__isnull=False), name="thread_pinned"),
            # For the front page and the search, over all groups.
            models.Index(F("last_activity_at").desc(), F("id").desc(), name="thread_lately"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The first page of the thread."""
        return reverse("thread", args=[self.pk, self.slug])

    def is_visible_to(self, viewer: Viewer) -> bool:
        """What visible_to() says, for a loaded thread. Only a private one needs a query."""
        if not self.published or self.audience == Audience.PUBLIC:
            return self.published
        if not viewer.is_authenticated:
            return False
        if self.audience == Audience.MEMBERS or viewer.moderates:
            return True
        return joined_by(viewer).filter(group=self.group_id).exists()

    def audience_of_members(self, field: str = "member") -> Q:
        """The condition on rows with a member in `field`: that member may read this thread. Empty when all may."""
        if self.audience != Audience.PRIVATE:
            return Q()
        staff = Q(**{f"{field}__role__in": [Role.MODERATOR, Role.ADMINISTRATOR]})
        people = Membership.objects.filter(group_id=self.group_id).values("member_id")
        return staff | Q(**{f"{field}__in": people})

    def muted_for(self, viewer: Viewer) -> int:
        """Which of its labels the viewer mutes now; 0 for none, and for the viewer's own thread."""
        if not viewer.is_authenticated or self.author_id == viewer.pk:
            return 0
        return self.labels & viewer.muted_labels

    @property
    def key(self) -> str:
        """The key by which lower layers refer to this thread."""
        return f"thread:{self.pk}"

    def page_of(self, number: int) -> int:
        """The page that contains post `number`. A page is a range of numbers, so a post never moves to another."""
        return (number - 1) // settings.POSTS_PER_PAGE + 1

    @property
    def page_count(self) -> int:
        """How many pages there are; an empty thread has one."""
        return self.page_of(max(self.last_number, 1))

    def url_of(self, post: "Post") -> str:
        """The address of a published post on its page."""
        page = self.page_of(post.number or 1)
        query = f"?page={page}" if page > 1 else ""
        return f"{self.get_absolute_url()}{query}#post-{post.pk}"
