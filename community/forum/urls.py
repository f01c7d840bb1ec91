from django.urls import path

from community.forum.views import groups, posts, threads

urlpatterns = [
    path("groups/<slug:slug>/", groups.group, name="group"),
    path("groups/<slug:slug>/new/", groups.start, name="start"),
    path("discussions/<int:pk>/reply/", threads.reply, name="reply"),
    path("discussions/<int:pk>/follow/", threads.follow, name="follow"),
    path("discussions/<int:pk>/after/<int:number>/", threads.posts_after, name="posts_after"),
    path("discussions/<int:pk>/<slug:slug>/", threads.thread, name="thread"),
    path("posts/mine/", posts.own_posts, name="own_posts"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/edit/", posts.edit_post, name="edit_post"),
    path("posts/<int:pk>/history/", posts.post_history, name="post_history"),
    path("posts/<int:pk>/remove/", posts.remove_post, name="remove_post"),
    path("posts/<int:pk>/restore/", posts.restore_post, name="restore_post"),
]
