"""The writers of one process share one lock, and it is released after every failure."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from community.core.sqlite import base
from community.education.models import Topic

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has queues of its own"),
]


def turn_is_free() -> bool:
    return not base._write_lock.locked()


def test_the_lock_is_held_as_long_as_a_transaction_is_open():
    assert turn_is_free()
    with transaction.atomic():
        assert not turn_is_free()
        with transaction.atomic():
            Topic.objects.create(slug="sleep", name="Sleep")
        assert not turn_is_free()
    assert turn_is_free()


def test_the_lock_is_released_after_an_error_in_the_block():
    with pytest.raises(KeyError), transaction.atomic():
        raise KeyError

    assert turn_is_free()


def test_the_lock_is_released_after_an_error_of_the_database():
    Topic.objects.create(slug="sleep", name="Sleep")
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(slug="sleep", name="Sleep")

    assert turn_is_free()
    assert Topic.objects.count() == 1


def test_the_lock_is_released_when_a_transaction_cannot_begin(monkeypatch):
    def refuse(self):
        raise DatabaseError("the disk is gone")

    monkeypatch.setattr(base.base.DatabaseWrapper, "_start_transaction_under_autocommit", refuse)
    with pytest.raises(DatabaseError), transaction.atomic():
        pass

    assert turn_is_free()


def test_the_lock_is_released_when_a_commit_fails(monkeypatch):
    def refuse(self):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(base.base.DatabaseWrapper, "_commit", refuse)
    with pytest.raises(DatabaseError), transaction.atomic():
        Topic.objects.create(slug="sleep", name="Sleep")

    assert turn_is_free()
    assert not Topic.objects.exists()


def test_the_lock_is_released_when_the_connection_closes_within_a_transaction():
    with pytest.raises(DatabaseError), transaction.atomic():
        Topic.objects.create(slug="sleep", name="Sleep")
        connection.close()
        Topic.objects.count()

    assert turn_is_free()
    assert not Topic.objects.exists()


def test_a_second_writer_is_queued_behind_the_first_and_both_are_stored():
    inside, second_asks = threading.Event(), threading.Event()
    order = []

    def write():
        inside.wait(10)
        second_asks.set()
        try:
            with transaction.atomic():
                order.append("second")
                Topic.objects.create(slug="second", name="Second")
        finally:
            connection.close()

    other = threading.Thread(target=write)
    other.start()
    with transaction.atomic():
        inside.set()
        assert second_asks.wait(10)
        Topic.objects.create(slug="first", name="First")
        order.append("first")
    other.join(10)

    assert order == ["first", "second"]
    assert Topic.objects.count() == 2
    assert turn_is_free()
