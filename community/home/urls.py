from django.urls import path

from community.home import saved_searches, views
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
    path("search/saved/", saved_searches.saved_searches, name="saved_searches"),
    path("search/saved/add/", saved_searches.save_search, name="save_search"),
    path("search/saved/restore/", saved_searches.restore_search, name="restore_search"),
    path("search/saved/<int:pk>/", saved_searches.open_search, name="open_search"),
    path("search/saved/<int:pk>/remove/", saved_searches.remove_search, name="remove_search"),
]
