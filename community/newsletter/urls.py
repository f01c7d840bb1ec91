from django.urls import path

from community.newsletter import views

urlpatterns = [path("newsletter/", views.newsletter_subscribe, name="newsletter_subscribe")]
