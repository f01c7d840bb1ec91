from django.urls import path

from community.composing import image_views, views

urlpatterns = [
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/<int:pk>/throw-away/", views.throw_away, name="throw_away"),
    path("images/", image_views.add_picture, name="add_picture"),
    path("images/<uuid:name>/alt/", image_views.describe_picture, name="describe_picture"),
    path("images/<uuid:name>/take-away/", image_views.take_away_picture, name="take_away_picture"),
    path("images/<uuid:name>/<slug:size>/", image_views.picture, name="picture"),
]
