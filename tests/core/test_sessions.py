"""Sessions that have run out do not stay in the database."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from community.core.tasks import forget_ended_sessions


def test_the_clock_forgets_an_ended_session_and_leaves_the_member_who_is_here(maria, ines, as_member):
    gone, here = as_member(maria), as_member(ines)
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))

    forget_ended_sessions.call()

    assert Session.objects.get().pk == here.session.session_key
