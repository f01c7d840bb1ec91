"""Every address of the community. tests/test_access.py fails on one without a declared rule of access."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("community.home.urls")),
    path("", include("community.forum.urls")),
    path("", include("community.education.urls")),
    path("", include("community.newsletter.urls")),
    path("", include("community.notifications.urls")),
    path("", include("community.safety.urls")),
    path("", include("community.moderation.urls")),
    path("", include("community.members.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("community.demo.urls")))
