from django.urls import path

from community.members.views import display, profile, sessions, settings, sign_up

urlpatterns = [
    path("accounts/signup/", sign_up.sign_up, name="account_signup"),  # in place of allauth's
    path("members/<slug:username>/", profile.member, name="member"),
    path("settings/", settings.settings, name="settings"),
    path("settings/about/", settings.about_me, name="about_me"),
    path("settings/writing/", settings.writing, name="writing"),
    path("display/", display.display, name="display"),
    path("display/language/", display.language, name="language"),
    path("accounts/sessions/<int:session_id>/end/", sessions.end_session, name="end_session"),
]
