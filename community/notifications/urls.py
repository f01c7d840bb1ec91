from django.urls import path

from community.notifications import push_views, views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read_notifications, name="read_notifications"),
    path("notifications/<int:pk>/", views.open_notification, name="open_notification"),
    path("notifications/app.webmanifest", push_views.manifest, name="manifest"),
    path("notifications/devices/", push_views.turn_on_push, name="turn_on_push"),
    path("notifications/devices/<int:pk>/off/", push_views.turn_off_push, name="turn_off_push"),
    path("notifications/email/", views.try_email_again, name="try_email_again"),
]
