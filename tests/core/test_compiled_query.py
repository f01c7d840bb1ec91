"""A compiled statement finds and changes what Django's own would, for all values of its parameters."""

from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.utils import timezone
from django.utils.connection import ConnectionDoesNotExist

from community.core.caching.compiled_query import CompiledQuery, CompiledUpdate
from community.core.caching.placeholders import NotCompilable
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


def test_a_value_within_a_like_pattern_is_refused(db):
    for lookup in ("contains", "startswith", "icontains"):
        query = CompiledQuery(lambda text, lookup=lookup: ids(Event.objects.filter(**{f"source__{lookup}": text})))

        with pytest.raises(NotCompilable, match="text does not go into the statement as it is"):
            query.rows(text="post:1")


def test_a_value_in_limit_is_refused(db):
    query = CompiledQuery(lambda size: ids(Event.objects.order_by("pk"))[:size])

    with pytest.raises(NotCompilable, match="size changes the text of the SQL"):
        query.rows(size=1)


def test_an_unused_value_is_refused(db):
    query = CompiledQuery(lambda number, context: ids(Event.objects.filter(number=number)))
    update = CompiledUpdate(lambda number, by: (Event.objects.filter(number=number), {"done_at": None}))

    with pytest.raises(NotCompilable, match="context is not used"):
        query.rows(number=1, context="thread:1")
    with pytest.raises(NotCompilable, match="by is not used"):
        update.run(number=1, by=2)


def _by_truth(number):
    return Event.objects.filter(number=number) if number else Event.objects.all()


def _by_size(number):
    return Event.objects.filter(number=number) if number > 3 else Event.objects.filter(pk=number)


def _by_text(number):
    return Event.objects.filter(source=number) if number.startswith("post") else Event.objects.filter(context=number)


def _by_length(number):
    return Event.objects.filter(source=number) if len(number) > 4 else Event.objects.filter(context=number)


@pytest.mark.parametrize(
    ("build", "value"), [(_by_truth, 1), (_by_size, 1), (_by_size, 9), (_by_text, "post:1"), (_by_length, "x")]
)
def test_a_builder_that_branches_on_a_value_is_refused(db, build, value):
    with pytest.raises(NotCompilable, match="branches on number"):
        CompiledQuery(lambda number: ids(build(number))).rows(number=value)


@pytest.mark.parametrize(
    "build",
    [
        lambda at: Event.objects.filter(created_at__date=at),
        lambda at: Event.objects.filter(created_at=at.replace(microsecond=0)),
        lambda at: Event.objects.filter(created_at=at - timedelta(days=1)),
    ],
)
def test_a_moment_that_django_or_the_builder_transforms_is_refused(db, build):
    with pytest.raises(NotCompilable):
        CompiledQuery(lambda at: ids(build(at))).rows(at=timezone.now())


@pytest.mark.parametrize("change", [str.lower, str.strip, lambda text: f"{text}!"])
def test_a_text_that_the_builder_transforms_is_refused(db, change):
    with pytest.raises(NotCompilable):
        CompiledQuery(lambda text: ids(Event.objects.filter(source=change(text)))).rows(text="Post")


def test_none_is_refused_at_any_run(db):
    query = CompiledQuery(lambda number: ids(Event.objects.filter(number=number)))

    with pytest.raises(NotCompilable, match="IS NULL"):
        query.rows(number=None)
    assert query.rows(number=1) == []
    with pytest.raises(NotCompilable, match="IS NULL"):
        query.rows(number=None)


def test_a_statement_goes_to_the_database_of_its_queryset(db):
    query = CompiledQuery(lambda number: ids(Event.objects.using("elsewhere").filter(number=number)))
    update = CompiledUpdate(lambda number: (Event.objects.using("elsewhere").filter(number=number), {"done_at": None}))

    assert "elsewhere" not in connections
    with pytest.raises(ConnectionDoesNotExist):
        query.rows(number=1)
    with pytest.raises(ConnectionDoesNotExist):
        update.run(number=1)


def ids(events):
    return events.values_list("pk")
