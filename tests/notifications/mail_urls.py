"""The community's addresses, and those at which two mail providers report."""

from django.urls import include, path

from community.notifications.mail_webhooks import webhook_urls
from config import urls
from config.urls import *  # noqa: F403

urlpatterns = [*urls.urlpatterns, path("anymail/", include([*webhook_urls("postmark"), *webhook_urls("mailgun")]))]
