from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    name = "community.forum"
    verbose_name = _("Forum")

    def ready(self) -> None:
        """Connect the receiver of replies by email."""
        import_module("community.forum.mailed_replies")
