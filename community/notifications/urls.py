from django.urls import path

from community.notifications import views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read_notifications, name="read_notifications"),
    path("notifications/preview/", views.notification_preview, name="notification_preview"),
    path("notifications/figures/", views.figures, name="figures"),
    path("notifications/arrival/", views.arrival, name="arrival"),
    path("notifications/toasts/", views.toasts, name="toasts"),
    path("notifications/<int:pk>/", views.open_notification, name="open_notification"),
]
