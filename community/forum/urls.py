from django.urls import path

from community.forum.views import bookmarks, catch_up, groups, mentions, muted_labels, posts, support, threads

urlpatterns = [
    path("groups/<slug:slug>/", groups.group, name="group"),
    path("groups/<slug:slug>/new/", groups.start, name="start"),
    path("groups/<slug:slug>/similar/", groups.similar, name="similar"),
    path("discussions/<int:pk>/reply/", threads.reply, name="reply"),
    path("discussions/<int:pk>/follow/", threads.follow, name="follow"),
    path("discussions/<int:pk>/catch-up/", catch_up.catch_up, name="catch_up"),
    path("discussions/<int:pk>/after/<int:number>/", threads.posts_after, name="posts_after"),
    path("discussions/<int:pk>/people/", mentions.thread_people, name="thread_people"),
    path("discussions/<int:pk>/<slug:slug>/", threads.thread, name="thread"),
    path("posts/mine/", posts.own_posts, name="own_posts"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/edit/", posts.edit_post, name="edit_post"),
    path("posts/<int:pk>/history/", posts.post_history, name="post_history"),
    path("posts/<int:pk>/remove/", posts.remove_post, name="remove_post"),
    path("posts/<int:pk>/restore/", posts.restore_post, name="restore_post"),
    path("posts/<int:pk>/support/", support.support, name="support"),
    path("posts/<int:pk>/save/", bookmarks.save_post, name="save_post"),
    path("settings/muted-topics/", muted_labels.muted_labels, name="muted_labels"),
    path("saved/", bookmarks.bookmarks, name="bookmarks"),
    path("saved/restore/", bookmarks.restore_bookmark, name="restore_bookmark"),
    path("saved/questions/", bookmarks.questions, name="questions"),
    path("saved/<int:pk>/", bookmarks.bookmark, name="bookmark"),
    path("saved/<int:pk>/remove/", bookmarks.remove_bookmark, name="remove_bookmark"),
]
