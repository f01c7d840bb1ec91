from django.urls import path

from community.moderation import member_views, moving_views, queue_views, reason_views, views, word_list_views

urlpatterns = [
    path("moderation/", queue_views.queue, name="queue"),
    path("moderation/figures/", queue_views.queue_figures, name="queue_figures"),
    path("moderation/next/", queue_views.next_case, name="next_case"),
    path("moderation/several/", queue_views.decide_several, name="decide_several"),
    path("moderation/cases/<int:case_id>/claim/", queue_views.claim, name="claim"),
    path("moderation/cases/<int:case_id>/", views.case, name="case"),
    path("moderation/posts/<int:post_id>/", views.moderate_post, name="moderate_post"),
    path("moderation/discussions/<int:thread_id>/", views.moderate_thread, name="moderate_thread"),
    path("moderation/reasons/", reason_views.reasons, name="canned_reasons"),
    path("moderation/reasons/new/", reason_views.reason, name="new_canned_reason"),
    path("moderation/reasons/<int:reason_id>/", reason_views.reason, name="canned_reason"),
    path("moderation/discussions/<int:thread_id>/merge/", moving_views.merge_thread, name="merge_thread"),
    path("moderation/discussions/<int:thread_id>/split/", moving_views.split_thread, name="split_thread"),
    path("moderation/posts/<int:post_id>/erase/", moving_views.redact_post, name="redact_post"),
    path("moderation/posts/<int:post_id>/text/", moving_views.edit_text, name="edit_text"),
    path("moderation/members/<int:member_id>/", member_views.moderate_member, name="moderate_member"),
    path("moderation/limits/<int:sanction_id>/", member_views.moderate_sanction, name="moderate_sanction"),
    path("moderation/words/", word_list_views.word_list, name="word_list"),
    path("moderation/words/add/", word_list_views.add_words, name="add_words"),
    path("moderation/words/<int:entry_id>/", word_list_views.change_words, name="change_words"),
    path("moderation/words/<int:entry_id>/remove/", word_list_views.remove_words, name="remove_words"),
    path("moderation/audit/", views.audit, name="audit"),
    path("moderation/audit/<int:entry_id>/undo/", views.undo, name="undo"),
]
