from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "community.notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Connect the one receiver: sockets end when a session does."""
        import_module("community.notifications.receivers")
