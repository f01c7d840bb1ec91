"""Members in Django's admin: an administrator can deactivate somebody, and deletes nobody."""

from collections.abc import Callable

import pytest
from django.test import Client

from community.forum import operations as forum
from community.forum.models import Reaction, Support
from community.members.models import Member
from tests.acts import PASSWORD, reply


def test_an_administrator_cannot_delete_a_member_and_leave_figures_behind_that_are_wrong(
    thread, ines, joan, ada, as_member
):
    forum.give_support(reply(thread, ines), joan, Reaction.HUG)
    client = as_member(ada)

    assert client.get(f"/admin/members/member/{joan.pk}/change/").status_code == 200
    assert client.post(f"/admin/members/member/{joan.pk}/delete/", {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": joan.pk, "post": "yes"}
    client.post("/admin/members/member/", sent)

    assert Member.objects.filter(pk=joan.pk).exists()
    assert Support.objects.count() == 1
    assert not list(forum.recount(mend=False))


@pytest.mark.parametrize("url", ["/admin/password_change/", "/admin/password_change/done/"])
def test_the_admin_has_no_password_form_that_takes_any_number_of_guesses(
    url: str, ada: Member, as_member: Callable[[Member], Client]
) -> None:
    client = as_member(ada)
    fields = {"old_password": PASSWORD, "new_password1": "nine quiet gardens", "new_password2": "nine quiet gardens"}

    for answer in (client.get(url), client.post(url, fields)):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/password/change/")
    assert Member.objects.get(pk=ada.pk).check_password(PASSWORD)
