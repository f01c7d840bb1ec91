from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    name = "community.forum"
    verbose_name = _("Forum")

    def ready(self) -> None:
        """Connect the receiver of replies by email, where a mail provider brings them."""
        if settings.MAIL_PROVIDER:
            import_module("community.forum.mailed_replies")
