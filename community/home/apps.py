from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "community.home"
    verbose_name = "Front page"
