"""URLs of all apps. tests/test_access.py fails for a view without a declared access rule."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

handler400 = "community.core.views.bad_request"
handler429 = "community.core.views.too_often"  # allauth looks for it here
handler500 = "community.core.views.server_error"

urlpatterns = [
    path("", include("community.home.urls")),
    path("", include("community.core.urls")),
    path("", include("community.forum.urls")),
    path("", include("community.education.urls")),
    path("", include("community.newsletter.urls")),
    path("", include("community.notifications.urls")),
    path("", include("community.safety.urls")),
    path("", include("community.composing.urls")),
    path("", include("community.moderation.urls")),
    path("", include("community.moderation.member_urls")),
    path("", include("community.members.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
if settings.MAIL_PROVIDER and settings.MAIL_WEBHOOK_SECRET:
    from community.notifications.mail_webhooks import webhook_urls  # anymail takes half a second

    urlpatterns.append(path("anymail/", include(webhook_urls(settings.MAIL_PROVIDER))))
if settings.DEMO:
    urlpatterns.append(path("demo/", include("community.demo.urls")))
