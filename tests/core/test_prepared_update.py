"""A statement that is written once changes what update() would, whatever comes in the place of its values."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from community.core.prepared_update import PreparedUpdate
from community.notifications.models import Event

GO_ON = PreparedUpdate(
    lambda context, by, at: (Event.objects.filter(context=context), {"number": F("number") + by, "done_at": at})
)


def test_each_run_changes_the_rows_and_the_values_that_it_is_given(db):
    now = timezone.now()
    for context in ("thread:1", "thread:2", "thread:2"):
        Event.objects.create(kind="replied", context=context, source="post:1", number=10)

    assert GO_ON.run(context="thread:1", by=1, at=now) == 1
    assert GO_ON.run(context="thread:2", by=-3, at=now + timedelta(days=1)) == 2
    assert GO_ON.run(context="it's “nobody's”", by=5, at=now) == 0

    rows = list(Event.objects.order_by("pk").values_list("number", "done_at"))
    assert rows == [(11, now), (7, now + timedelta(days=1)), (7, now + timedelta(days=1))]
