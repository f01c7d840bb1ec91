from django.urls import path

from community.safety import views

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/withdraw/", views.withdraw_report, name="withdraw_report"),
    path("report/thanks/", views.report_thanks, name="report_thanks"),
    path("contact/", views.contact, name="contact"),
    path("contact/thanks/", views.contact_thanks, name="contact_thanks"),
]
