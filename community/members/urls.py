from django.urls import path, re_path

from community.members.views import display, profile, sessions, settings, sign_up

urlpatterns = [
    # In place of allauth's
    path("accounts/signup/", sign_up.sign_up, name="account_signup"),
    re_path(r"^accounts/confirm-email/(?P<key>[-:\w]+)/$", sign_up.confirm_email, name="account_confirm_email"),
    path("members/<slug:username>/", profile.member, name="member"),
    path("members/<slug:username>/card/", profile.member_card, name="member_card"),
    path("settings/", settings.settings, name="settings"),
    path("settings/about/", settings.about_me, name="about_me"),
    path("settings/writing/", settings.writing, name="writing"),
    path("display/", display.display, name="display"),
    path("display/language/", display.language, name="language"),
    path("accounts/sessions/<int:session_id>/end/", sessions.end_session, name="end_session"),
]
