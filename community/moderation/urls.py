from django.urls import path

from community.moderation import member_views, views

urlpatterns = [
    path("moderation/", views.queue, name="queue"),
    path("moderation/cases/<int:case_id>/", views.case, name="case"),
    path("moderation/posts/<int:post_id>/", views.moderate_post, name="moderate_post"),
    path("moderation/discussions/<int:thread_id>/", views.moderate_thread, name="moderate_thread"),
    path("moderation/members/<int:member_id>/", member_views.moderate_member, name="moderate_member"),
    path("moderation/limits/<int:sanction_id>/", member_views.moderate_sanction, name="moderate_sanction"),
    path("moderation/audit/", views.audit, name="audit"),
    path("moderation/audit/<int:entry_id>/undo/", views.undo, name="undo"),
]
