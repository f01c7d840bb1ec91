from django.urls import path

from community.moderation import moving_views, views

urlpatterns = [
    path("moderation/", views.queue, name="queue"),
    path("moderation/cases/<int:case_id>/", views.case, name="case"),
    path("moderation/posts/<int:post_id>/", views.moderate_post, name="moderate_post"),
    path("moderation/discussions/<int:thread_id>/", views.moderate_thread, name="moderate_thread"),
    path("moderation/discussions/<int:thread_id>/merge/", moving_views.merge_thread, name="merge_thread"),
    path("moderation/discussions/<int:thread_id>/split/", moving_views.split_thread, name="split_thread"),
    path("moderation/posts/<int:post_id>/text/", moving_views.edit_text, name="edit_text"),
    path("moderation/audit/", views.audit, name="audit"),
    path("moderation/audit/<int:entry_id>/undo/", views.undo, name="undo"),
]
