from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "community.notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Connect the receivers: of sessions that end, and of mail that came back.

        Only a mail provider reports that, and anymail would cost every process half a second at its start."""
        import_module("community.notifications.receivers")
        if settings.MAIL_PROVIDER:
            import_module("community.notifications.mail_webhooks")
