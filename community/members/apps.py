from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "community.members"
    verbose_name = _("Members")
    default = True

    def ready(self) -> None:
        """Connect the signal receiver."""
        import_module("community.members.receivers")


class AlongsideAdminConfig(admin_apps.AdminConfig):
    default_site = "community.members.admin_site.AlongsideAdminSite"
    default = False
