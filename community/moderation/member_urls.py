"""The addresses that members have of decisions about them; those of moderators are in urls.py."""

from django.urls import path

from community.moderation import member_views

urlpatterns = [
    path("decisions/<int:pk>/", member_views.decision, name="decision"),
    path("posts/<int:pk>/decision/", member_views.decision_about_post, name="decision_about_post"),
]
