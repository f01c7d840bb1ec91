"""Django's rules for passwords, with our sentences."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        """Say how long it must be."""
        return ngettext(
            "Use %(n)d character or more.",
            "Use %(n)d characters or more. A few words are easy to remember.",
            self.min_length,
        ) % {"n": self.min_length}


class NotAboutMe(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        """Say what to leave out."""
        return _("This is too much like your username or email address. Choose another password.")


class NotCommon(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        """Say why it is refused."""
        return _("Many people use this password, so it’s easy to guess. Choose another one.")
