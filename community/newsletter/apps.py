from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "community.newsletter"
    verbose_name = "Newsletter"
