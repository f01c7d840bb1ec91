"""The queue of tasks in Django's admin, without what the tasks are about."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from community.core.admin_pages import CommunityAdmin, ReadOnly


@admin.register(DBTaskResult)
class TaskAdmin(ReadOnly, CommunityAdmin[DBTaskResult]):
    """Whether tasks run. What they are given, such as mail with links that sign somebody in, is not shown."""

    fields = ["task_path", "status", "enqueued_at", "started_at", "finished_at", "exception_class_path"]
    list_display = ["task_path", "status", "enqueued_at", "started_at", "finished_at"]
    list_filter = ["status"]
    ordering = ["-enqueued_at"]
