from django.urls import path

from community.composing import picturing, views

urlpatterns = [
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/<int:pk>/throw-away/", views.throw_away, name="throw_away"),
    path("images/", picturing.add_picture, name="add_picture"),
    path("images/<uuid:name>/alt/", picturing.describe_picture, name="describe_picture"),
    path("images/<uuid:name>/take-away/", picturing.take_away_picture, name="take_away_picture"),
    path("images/<uuid:name>/<slug:size>/", picturing.picture, name="picture"),
]
