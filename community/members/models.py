"""Who is here: members under their pseudonyms, each with one role."""

import re
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.content_warnings import has_some_of
from community.members.display import Display
from community.members.validators import username_validators

HUES = 12
EDITED_APP = "education"


class Role(models.TextChoices):
    """What a member may do beyond reading and writing."""

    MEMBER = "member", _("Member")
    MENTOR = "mentor", _("Mentor")
    MODERATOR = "moderator", _("Moderator")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")


def mutes_now(labels: int | Combinable, member: str = "") -> Q:
    """The condition on members, or on rows with a `member`, that says: she does not want to meet one of these labels
    (a number, or a column of the outer query) now."""
    path = f"{member}__" if member else ""
    still = Q(**{f"{path}muted_until__isnull": True}) | Q(**{f"{path}muted_until__gt": timezone.now()})
    return has_some_of(labels, f"{path}labels_to_mute") & still


class MemberManager(BaseUserManager["Member"]):
    """Makes members; sign-up goes through allauth, administrators through manage.py create_administrator."""

    def create_user(self, username: str, email: str, password: str | None = None, role: str = Role.MEMBER) -> "Member":
        """Store a new member with a hashed password. Raises IntegrityError when the name or address is taken."""
        member = Member(username=username, email=self.normalize_email(email), role=role)
        member.set_password(password)
        member.save(using=self._db)
        return member


class Member(AbstractBaseUser):
    """A person here, known by a pseudonym. The email address is never shown to anybody else."""

    username = models.CharField(
        _("name here"),
        max_length=30,
        unique=True,
        error_messages={"unique": _("Somebody has this name already. Please choose another one.")},
        validators=username_validators,
        help_text=_("Everyone sees this name. Please do not use your real one."),
    )
    email = models.EmailField(_("email"), unique=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    about = models.CharField(_("about me"), max_length=300, blank=True)
    hue = models.PositiveSmallIntegerField(
        _("colour of my picture"), default=1, validators=[MinValueValidator(1), MaxValueValidator(HUES)]
    )
    # How she likes her pages (members/display.py) and in which language; "" follows her device and browser.
    theme = models.CharField(_("colours"), max_length=10, blank=True)
    contrast = models.CharField(_("contrast"), max_length=10, blank=True)
    text_size = models.CharField(_("text size"), max_length=10, blank=True)
    spacing = models.CharField(_("spacing"), max_length=10, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    plain_box = models.BooleanField(_("writes in a plain box"), default=False)
    # "Not today": the labels (content_warnings.py) that she does not want to meet, and until when; for good without an end.
    labels_to_mute = models.PositiveSmallIntegerField(default=0)
    muted_until = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(Lower("username"), name="member_username_any_case"),
            models.UniqueConstraint(Lower("email"), name="member_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.username

    def get_absolute_url(self) -> str:
        """The page about this member."""
        return reverse("member", args=[self.username])

    @property
    def initials(self) -> str:
        """One or two letters for her round picture: of "Mo_runs" M and R."""
        words = [word for word in re.split("[-_]", self.username) if word]
        return "".join(word[0] for word in words[:2]).upper()

    def prefer(self, display: Display, language: str) -> None:
        """Keep how she likes her pages and in which language, for every browser in which she signs in."""
        self.adopt(display, language)
        self.save(update_fields=["theme", "contrast", "text_size", "spacing", "language"])

    def adopt(self, display: Display, language: str) -> None:
        """The same on the row in memory: for whoever saves her anyway."""
        self.theme, self.contrast = display.theme, display.contrast
        self.text_size, self.spacing = display.text, display.spacing
        self.language = language

    def mute(self, labels: int, until: datetime | None) -> None:
        """Keep which labels she does not want to meet, and until when; no labels for none any more."""
        self.labels_to_mute, self.muted_until = labels, until if labels else None
        self.save(update_fields=["labels_to_mute", "muted_until"])

    @property
    def muted_labels(self) -> int:
        """The labels that she does not want to meet now; 0 for none."""
        over = self.muted_until is not None and self.muted_until <= timezone.now()
        return 0 if over else self.labels_to_mute

    @property
    def moderates(self) -> bool:
        """Whether the moderation pages exist for this member."""
        return self.is_active and self.role in (Role.MODERATOR, Role.ADMINISTRATOR)

    @property
    def edits(self) -> bool:
        """Whether this member edits education, in Django's admin (see members/admin_site.py)."""
        return self.is_active and self.role in (Role.EDITOR, Role.ADMINISTRATOR)

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin lets this member in (with a second factor, see members/admin_site.py)."""
        return self.administers or self.edits

    @property
    def administers(self) -> bool:
        """Whether this member runs the community."""
        return self.is_active and self.role == Role.ADMINISTRATOR

    @property
    def badge(self) -> str:
        """What stands beside the name: the role, unless it is the ordinary one."""
        return "" if self.role == Role.MEMBER else str(Role(self.role).label)

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone opens nothing: moderators, editors, administrators."""
        return self.moderates or self.edits

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's admin asks; administrators may do everything there, editors whatever education needs."""
        return self.has_module_perms(perm.split(".")[0])

    def has_module_perms(self, app_label: str) -> bool:
        """Django's admin asks; administrators see every app there, editors education."""
        return self.administers or (self.edits and app_label == EDITED_APP)


def display_name(member: Member) -> str:
    """The name that allauth writes in its pages and mails."""
    return member.username
