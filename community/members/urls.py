from django.urls import path

from community.members import views

urlpatterns = [
    path("members/<slug:username>/", views.member, name="member"),
]
