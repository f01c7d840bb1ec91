"""The community's addresses, and those at which two mail providers report."""

from django.test import override_settings
from django.urls import include, path

from community.forum import mailed_replies  # noqa: F401  connects the receiver, as with a provider in the settings
from community.notifications.mail_webhooks import webhook_urls
from config import urls
from config.urls import *  # noqa: F403

with override_settings(REPLY_DOMAIN="reply.example.org"):
    WEBHOOKS = [*webhook_urls("postmark"), *webhook_urls("mailgun")]
urlpatterns = [*urls.urlpatterns, path("anymail/", include(WEBHOOKS))]
