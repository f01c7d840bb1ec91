"""After signing up and confirming the address people are where they came from, in any browser."""

import re

import pytest
from django.core import mail
from django.test import Client

from community.forum.models import Thread
from community.members.models import Member

pytestmark = pytest.mark.django_db
OUTSIDE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/\n/evil.example"]


def join(client: Client, came_from: str) -> None:
    """Sign up with what the page's form has in its field `next`."""
    answers = {"username": "Heron", "email": "heron@example.org", "password1": "seven slow rivers"}
    client.post("/accounts/signup/", answers | ({"next": came_from} if came_from else {}))


def link_in_mail() -> str:
    found = re.search(r"https?://testserver(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def next_in(page: str) -> list[str]:
    """Return the values of the fields `next` in the page's main part."""
    return re.findall(r'name="next" value="([^"]*)"', page.partition("<main")[2].partition("</main>")[0])


def confirm(client: Client) -> str:
    """Open the link and press the button; return where that leads."""
    link = link_in_mail()
    page = client.get(link).text
    answer = client.post(link.partition("?")[0], {"next": next_in(page)[0]} if next_in(page) else {})
    return str(answer["Location"])


def test_in_the_same_browser_they_are_signed_in_on_the_page_they_came_from(guest: Client, thread: Thread) -> None:
    came_from = f"{thread.get_absolute_url()}?page=2"
    assert next_in(guest.get("/accounts/signup/", {"next": came_from}).text) == [came_from]
    join(guest, came_from)

    assert confirm(guest) == came_from
    assert guest.get("/").wsgi_request.user == Member.objects.get(username="Heron")


def test_in_another_browser_they_are_at_the_start_of_the_discussion(guest: Client, thread: Thread) -> None:
    join(guest, f"{thread.get_absolute_url()}?page=2")
    other = Client()

    target = confirm(other)

    assert target == thread.get_absolute_url()
    page = other.get(target)
    assert thread.title in page.text
    assert "heron@example.org is confirmed" in page.text
    assert Member.objects.get(username="Heron").emailaddress_set.get().verified


def test_without_a_page_before_they_are_on_the_first_page(guest: Client) -> None:
    join(guest, "")
    assert "next" not in link_in_mail()

    assert confirm(guest) == "/"


def test_the_page_whose_link_led_here_is_the_one_to_come_back_to(guest: Client, thread: Thread) -> None:
    before = {"referer": f"http://testserver{thread.get_absolute_url()}"}

    assert next_in(guest.get("/accounts/signup/", headers=before).text) == [thread.get_absolute_url()]


@pytest.mark.parametrize("referer", ["http://testserver/accounts/login/", "https://evil.example/discussions/1/"])
def test_no_account_page_and_no_other_site_is_come_back_to(guest: Client, referer: str) -> None:
    assert next_in(guest.get("/accounts/signup/", headers={"referer": referer}).text) == []


@pytest.mark.parametrize("address", OUTSIDE)
def test_no_other_site_gets_into_the_mail_or_the_redirect(guest: Client, address: str) -> None:
    join(guest, address)
    assert "next" not in link_in_mail()

    answer = guest.post(link_in_mail(), {"next": address})

    assert answer["Location"] == "/"


@pytest.mark.parametrize("address", OUTSIDE)
def test_no_other_site_is_led_to_from_another_browser(guest: Client, address: str) -> None:
    join(guest, "")

    answer = Client().post(link_in_mail(), {"next": address})

    assert answer["Location"].startswith("/accounts/login/")
