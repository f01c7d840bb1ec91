"""Members in Django's admin: an administrator can deactivate somebody, and deletes nobody."""

from community.forum import operations as forum
from community.forum.models import Reaction, Support
from community.members.models import Member
from tests.acts import reply


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
