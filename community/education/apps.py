from django.apps import AppConfig


class EducationConfig(AppConfig):
    name = "community.education"
    verbose_name = "Education"
