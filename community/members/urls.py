from django.urls import path

from community.members.views import display, own, people, sessions

urlpatterns = [
    path("members/<slug:username>/", people.member, name="member"),
    path("settings/", own.settings, name="settings"),
    path("settings/about/", own.about_me, name="about_me"),
    path("settings/writing/", own.writing, name="writing"),
    path("display/", display.display, name="display"),
    path("display/language/", display.language, name="language"),
    path("accounts/sessions/<int:session_id>/end/", sessions.end_session, name="end_session"),
]
