from django.urls import path

from community.demo import views

urlpatterns = [
    path("", views.demo, name="demo"),
    path("mail/<slug:key>/", views.demo_mail, name="demo_mail"),
]
