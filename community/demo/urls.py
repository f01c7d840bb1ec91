from django.urls import path

from community.demo import views

urlpatterns = [
    path("", views.demo, name="demo"),
]
