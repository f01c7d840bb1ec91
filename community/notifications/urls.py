from django.urls import path

from community.notifications import preference_views, push_views, sample_views, unsubscribe_views, views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read_notifications, name="read_notifications"),
    path("notifications/preview/", views.notification_preview, name="notification_preview"),
    path("notifications/figures/", views.figures, name="figures"),
    path("notifications/arrival/", views.arrival, name="arrival"),
    path("notifications/toasts/", views.toasts, name="toasts"),
    path("notifications/<int:pk>/", views.open_notification, name="open_notification"),
    path("notifications/preferences/", preference_views.preferences, name="preferences"),
    path("notifications/preferences/undo/", preference_views.undo_preferences, name="undo_preferences"),
    path("notifications/preferences/sample/", sample_views.send_sample, name="send_sample"),
    path("notifications/unsubscribe/<str:token>/", unsubscribe_views.unsubscribe, name="unsubscribe"),
    path("notifications/mute/<str:token>/", unsubscribe_views.mute_from_mail, name="mute_from_mail"),
    path("notifications/app.webmanifest", push_views.manifest, name="manifest"),
    path("notifications/devices/", push_views.turn_on_push, name="turn_on_push"),
    path("notifications/devices/renew/", push_views.renew_push, name="renew_push"),
    path("notifications/devices/<int:pk>/off/", push_views.turn_off_push, name="turn_off_push"),
    path("notifications/email/", views.try_email_again, name="try_email_again"),
]
