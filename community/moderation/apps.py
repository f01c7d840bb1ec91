from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "community.moderation"
    verbose_name = "Moderation"
