"""The user model: members with a pseudonym and a role."""

import re
from datetime import datetime
from typing import ClassVar

from django.conf import settings
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
EDITED_APPS = ("education", "search")


class Role(models.TextChoices):
    """What a member may do beyond reading and posting."""

    MEMBER = "member", _("Member")
    MENTOR = "mentor", _("Mentor")
    MODERATOR = "moderator", _("Moderator")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")


def mutes_now(labels: int | Combinable, member: str = "") -> Q:
    """Build the condition that a member now mutes one of these labels, a bit mask or a column.

    `member` is the path from the queried rows to the member; "" when the query is on members."""
    path = f"{member}__" if member else ""
    not_over = Q(**{f"{path}muted_until__isnull": True}) | Q(**{f"{path}muted_until__gt": timezone.now()})
    return has_some_of(labels, f"{path}labels_to_mute") & not_over


class MemberManager(BaseUserManager["Member"]):
    """Create members; sign-up uses allauth, and administrators manage.py create_administrator."""

    def create_user(self, username: str, email: str, password: str | None = None, role: str = Role.MEMBER) -> "Member":
        """Store a new member with a hashed password. Raises IntegrityError for a duplicate name or address."""
        member = Member(username=username, email=self.normalize_email(email), role=role)
        member.set_password(password)
        member.save(using=self._db)
        return member


class Member(AbstractBaseUser):
    """A person with an account, known by a pseudonym; the email address is never shown to others."""

    username = models.CharField(
        _("username"),
        max_length=30,
        unique=True,
        error_messages={"unique": _("This name is taken. Choose another one.")},
        validators=username_validators,
        help_text=_("Everyone can see this name. Don’t use your real one."),
    )
    email = models.EmailField(_("email"), unique=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    about = models.CharField(_("about me"), max_length=300, blank=True)
    hue = models.PositiveSmallIntegerField(
        _("colour of my picture"), default=1, validators=[MinValueValidator(1), MaxValueValidator(HUES)]
    )
    # Display choices (members/display.py) and language; "" follows the device and browser.
    theme = models.CharField(_("colours"), max_length=10, blank=True)
    contrast = models.CharField(_("contrast"), max_length=10, blank=True)
    text_size = models.CharField(_("text size"), max_length=10, blank=True)
    spacing = models.CharField(_("spacing"), max_length=10, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    plain_box = models.BooleanField(_("writes in a plain text box"), default=False)
    # Content warnings to hide (content_warnings.py), a bit mask; without an end, until changed.
    labels_to_mute = models.PositiveSmallIntegerField(default=0)
    muted_until = models.DateTimeField(null=True, blank=True)
    findable = models.BooleanField(_("can be found in the search"), default=False, db_default=False)
    # When limits end (models/sanction.py): stored here too, since each request loads this row. The past limits nothing.
    held_until = models.DateTimeField(null=True, blank=True)
    read_only_until = models.DateTimeField(null=True, blank=True)
    no_messages_until = models.DateTimeField(null=True, blank=True)
    suspended_until = models.DateTimeField(null=True, blank=True)
    # Enough of their posts were published: the rules for new members are over (forum/operations/newcomers.py).
    established = models.BooleanField(default=False, db_default=False, editable=False)
    is_active = models.BooleanField(_("can sign in"), default=True)
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
        """Return the URL of the member's page."""
        return reverse("member", args=[self.username])

    @property
    def initials(self) -> str:
        """Return one or two letters for the avatar, such as "MR" for "Mo_runs"."""
        words = [word for word in re.split("[-_]", self.username) if word]
        return "".join(word[0] for word in words[:2]).upper()

    def save_display(self, display: Display, language: str) -> None:
        """Store display choices and language, for every browser in which the member signs in."""
        self.set_display(display, language)
        self.save(update_fields=["theme", "contrast", "text_size", "spacing", "language"])

    def set_display(self, display: Display, language: str) -> None:
        """Assign display choices and language without saving."""
        self.theme, self.contrast = display.theme, display.contrast
        self.text_size, self.spacing = display.text, display.spacing
        self.language = language

    def mute(self, labels: int, until: datetime | None) -> None:
        """Store which labels to hide and until when; 0 hides none."""
        self.labels_to_mute, self.muted_until = labels, until if labels else None
        self.save(update_fields=["labels_to_mute", "muted_until"])

    @property
    def muted_labels(self) -> int:
        """Return the labels to hide now, a bit mask; 0 for none."""
        is_over = self.muted_until is not None and self.muted_until <= timezone.now()
        return 0 if is_over else self.labels_to_mute

    @property
    def is_held(self) -> bool:
        """Return whether a moderator looks at the member's posts before others see them."""
        return _lasts(self.held_until)

    @property
    def is_read_only(self) -> bool:
        """Return whether the member may read, but neither post nor edit nor react."""
        return _lasts(self.read_only_until) or self.is_suspended

    @property
    def is_suspended(self) -> bool:
        """Return whether the member may not change their profile either, and has no rights of staff."""
        return _lasts(self.suspended_until)

    @property
    def is_limited(self) -> bool:
        """Return whether any limit is in force."""
        return self.is_held or self.is_read_only or _lasts(self.no_messages_until)

    @property
    def may_be_new(self) -> bool:
        """Return whether the rules for new members may apply: never to mentors and staff. No query."""
        return not self.established and settings.NEW_MEMBER_POSTS > 0 and self.role == Role.MEMBER

    @property
    def first_posts_held(self) -> bool:
        """Return whether a moderator reads what this member posts before it appears, as far as it is known."""
        return self.may_be_new and settings.HOLD_FIRST_POSTS

    @property
    def moderates(self) -> bool:
        """Return whether the member may open the moderation pages."""
        return self.is_active and self.role in (Role.MODERATOR, Role.ADMINISTRATOR) and not self.is_suspended

    @property
    def edits(self) -> bool:
        """Return whether the member may edit education pages in Django's admin (members/admin_site.py)."""
        return self.is_active and self.role in (Role.EDITOR, Role.ADMINISTRATOR) and not self.is_suspended

    @property
    def is_staff(self) -> bool:
        """Return whether the member may open Django's admin, with a second factor (members/admin_site.py)."""
        return self.administers or self.edits

    @property
    def administers(self) -> bool:
        """Return whether the member is an active administrator."""
        return self.is_active and self.role == Role.ADMINISTRATOR and not self.is_suspended

    @property
    def badge(self) -> str:
        """Return the role to show beside the name; "" for an ordinary member."""
        return "" if self.role == Role.MEMBER else str(Role(self.role).label)

    @property
    def needs_second_factor(self) -> bool:
        """Return whether the role requires a second factor."""
        return self.moderates or self.edits

    @property
    def is_in_team(self) -> bool:
        """Return whether an administrator alone may limit what the member does."""
        return self.role in (Role.MODERATOR, Role.ADMINISTRATOR)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Grant Django's admin permissions: all to administrators, those of EDITED_APPS to editors."""
        return self.has_module_perms(perm.split(".")[0])

    def has_module_perms(self, app_label: str) -> bool:
        """Return whether the app appears in Django's admin: all for administrators, EDITED_APPS for editors."""
        return self.administers or (self.edits and app_label in EDITED_APPS)


class Block(models.Model):
    """A member who wants to hear nothing of another one. The blocked member never learns of it."""

    blocker = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="one_block_a_pair"),
            models.CheckConstraint(condition=~Q(blocker=models.F("blocked")), name="nobody_blocks_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"


def _lasts(until: datetime | None) -> bool:
    return until is not None and until > timezone.now()


def display_name(member: Member) -> str:
    """Return the name for allauth's pages and mails (ACCOUNT_USER_DISPLAY)."""
    return member.username
