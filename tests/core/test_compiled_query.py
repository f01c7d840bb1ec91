"""A compiled statement finds and changes what Django's own would, for all values of its parameters."""

from datetime import timedelta

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.utils import timezone

from community.core.caching.compiled_query import CompiledQuery, CompiledUpdate
from community.notifications.models import Event

GO_ON = CompiledUpdate(
    lambda context, by, at: (Event.objects.filter(context=context), {"number": F("number") + by, "done_at": at})
)

FIND = CompiledQuery(
    lambda context, before, least: (
        Event.objects.filter(context=context, created_at__lt=before, number__gte=least)
        .order_by("pk")
        .annotate(first=ExpressionWrapper(Q(number=1), output_field=BooleanField()))
        .values_list("number", "created_at", "first", "notified_already")
    )
)


def test_each_run_returns_what_django_would_for_its_parameters(db):
    now = timezone.now()
    for number in (1, 2, 3):
        event = Event.objects.create(
            kind="replied", context="thread:1", source="post:1", number=number, notified_already=[7]
        )
        Event.objects.filter(pk=event.pk).update(created_at=now + timedelta(hours=number))
    later = now + timedelta(hours=3)

    assert FIND.rows(context="thread:1", before=later, least=0) == [
        (1, now + timedelta(hours=1), True, [7]),
        (2, now + timedelta(hours=2), False, [7]),
    ]
    assert FIND.first(context="thread:1", before=later, least=2) == (2, now + timedelta(hours=2), False, [7])
    assert FIND.first(context="it's “nobody's”", before=later, least=0) is None


def test_each_run_updates_the_rows_and_values_of_its_parameters(db):
    now = timezone.now()
    for context in ("thread:1", "thread:2", "thread:2"):
        Event.objects.create(kind="replied", context=context, source="post:1", number=10)

    assert GO_ON.run(context="thread:1", by=1, at=now) == 1
    assert GO_ON.run(context="thread:2", by=-3, at=now + timedelta(days=1)) == 2
    assert GO_ON.run(context="it's “nobody's”", by=5, at=now) == 0

    rows = list(Event.objects.order_by("pk").values_list("number", "done_at"))
    assert rows == [(11, now), (7, now + timedelta(days=1)), (7, now + timedelta(days=1))]
