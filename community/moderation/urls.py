from django.urls import path

from community.moderation import views, word_list_views

urlpatterns = [
    path("moderation/", views.queue, name="queue"),
    path("moderation/cases/<int:case_id>/", views.case, name="case"),
    path("moderation/posts/<int:post_id>/", views.moderate_post, name="moderate_post"),
    path("moderation/discussions/<int:thread_id>/", views.moderate_thread, name="moderate_thread"),
    path("moderation/words/", word_list_views.word_list, name="word_list"),
    path("moderation/words/add/", word_list_views.add_words, name="add_words"),
    path("moderation/words/<int:entry_id>/", word_list_views.change_words, name="change_words"),
    path("moderation/words/<int:entry_id>/remove/", word_list_views.remove_words, name="remove_words"),
    path("moderation/audit/", views.audit, name="audit"),
    path("moderation/audit/<int:entry_id>/undo/", views.undo, name="undo"),
]
