from django.urls import path

from community.core import views

urlpatterns = [path("offline/", views.offline, name="offline")]
