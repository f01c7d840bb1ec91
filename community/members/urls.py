from django.urls import path

from community.members import views

urlpatterns = [
    path("members/<str:username>/", views.member, name="member"),
]
