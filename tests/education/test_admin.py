"""Education in Django's admin."""

from collections.abc import Callable

from django.test import Client

from community.education.models import Procedure
from community.members.models import Member


def test_what_an_administrator_types_is_cleaned_on_its_way_in(
    as_member: Callable[[Member], Client], ada: Member
) -> None:
    typed = {
        "slug": "scan",
        "title": "Scan",
        "state": "draft",
        "html": "<p onclick='x()'>Hello</p><script>x()</script>",
    }

    response = as_member(ada).post("/admin/education/procedure/add/", typed)

    assert response.status_code == 302
    assert Procedure.objects.get(slug="scan").html == "<p>Hello</p>"


def test_a_text_without_end_is_refused_with_a_sentence(as_member: Callable[[Member], Client], ada: Member) -> None:
    typed = {"slug": "scan", "title": "Scan", "state": "draft", "html": "<p>" * 30_000}

    response = as_member(ada).post("/admin/education/procedure/add/", typed)

    assert "This text is too long. Split it in two." in response.text
    assert not Procedure.objects.exists()


def test_an_editor_manages_education_and_nothing_else(as_member: Callable[[Member], Client], ed: Member) -> None:
    client = as_member(ed)

    assert client.get("/admin/education/procedure/").status_code == 200
    assert client.get("/admin/members/member/").status_code == 403


def test_a_moderator_has_no_business_there(as_member: Callable[[Member], Client], ruth: Member) -> None:
    assert as_member(ruth).get("/admin/").status_code in (302, 404)
    assert as_member(ruth).get("/admin/login/").status_code == 404
