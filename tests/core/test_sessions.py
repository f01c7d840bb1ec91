"""Expired sessions are deleted, and the next sign-in leads back to the page before it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from community.core.tasks import forget_ended_sessions


def test_the_scheduler_deletes_an_expired_session_and_leaves_a_current_one(maria, ines, as_member):
    gone, here = as_member(maria), as_member(ines)
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))

    forget_ended_sessions.call()

    assert Session.objects.get().pk == here.session.session_key


def test_a_member_whose_session_expired_returns_to_the_page_of_the_button_they_pressed(thread, guest):
    page = f"{thread.get_absolute_url()}?page=1"

    answer = guest.post(
        f"/discussions/{thread.pk}/follow/", {"follow": "yes"}, headers={"referer": f"http://testserver{page}"}
    )

    assert answer.url == f"/accounts/login/?{urlencode({'next': page}, safe='/')}"


@pytest.mark.parametrize(
    "before", ["", "https://elsewhere.example/discussions/1/", "http://testserver//elsewhere.example"]
)
def test_nobody_is_led_to_another_site_after_signing_in(thread, guest, before):
    answer = guest.post(f"/discussions/{thread.pk}/follow/", {"follow": "yes"}, headers={"referer": before})

    assert answer.url == "/accounts/login/?next=/"
