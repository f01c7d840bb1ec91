from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "community.notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Connect the receivers: of sessions that end, and of mail that came back."""
        import_module("community.notifications.receivers")
        import_module("community.notifications.mail_webhooks")
