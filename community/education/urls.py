from django.urls import path

from community.education import views

urlpatterns = [
    path("learn/", views.learn, name="learn"),
    # Before the conditions: no condition may be called "procedures".
    path("learn/procedures/<slug:slug>/", views.procedure, name="procedure"),
    path("learn/<slug:condition>/", views.condition, name="condition"),
    path("learn/<slug:condition>/<slug:tab>/", views.learn_page, name="learn_page"),
]
