from django.urls import path

from community.home import views
from community.home.design import design
from community.home.search import search, suggestions

urlpatterns = [
    path("", views.home, name="home"),
    path("begin/<slug:way>/", views.begin, name="begin"),
    path("guidelines/", views.guidelines, name="guidelines"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help, name="help"),
    path("design/", design, name="design"),
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="suggestions"),
]
