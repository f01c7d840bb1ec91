from django.urls import path

from community.notifications import views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read_notifications, name="read_notifications"),
    path("notifications/<int:pk>/", views.open_notification, name="open_notification"),
]
