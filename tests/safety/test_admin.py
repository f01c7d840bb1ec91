"""Nobody learns in Django's admin who reported them."""

from collections.abc import Callable

from django.test import Client

from community.forum.models import Thread
from community.members.models import Member
from community.safety.models import Case
from tests.acts import reply
from tests.moderation.deciding import reported


def test_an_administrator_does_not_see_the_case_about_themselves(
    as_member: Callable[[Member], Client], ada: Member, ines: Member, joan: Member, thread: Thread
) -> None:
    own = reported(reply(thread, ada), joan, note="Ada was short with me.").case
    other = reported(reply(thread, ines), joan, note="Ines was short with me.").case
    assert Case.objects.count() == 2
    client = as_member(ada)

    shown = client.get(f"/admin/safety/case/{other.pk}/change/")
    assert shown.status_code == 200
    assert "Ines was short with me." in shown.text
    assert own.source not in client.get("/admin/safety/case/").text
    for page in ("change", "history"):
        answer = client.get(f"/admin/safety/case/{own.pk}/{page}/", follow=True)
        assert answer.request["PATH_INFO"] == "/admin/"
        assert "Ada was short with me." not in answer.text
