"""Whatever a client sends where an address or a reference is parsed gets an answer, and leads nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, RequestFactory

from community.core.http.origins import from_own_page, own_page, page_before, path_on_this_site
from community.forum.models import Post, Thread
from community.forum.operations import add_bookmark
from community.members.models import Member
from tests.acts import PASSWORD, reply
from tests.core.hostile_addresses import HOSTILE_ADDRESSES, HOSTILE_REFS

OWN_HOSTS = {"", "testserver"}
SIGN_IN = {"login": "Ines", "password": PASSWORD}
SIGN_UP = {"username": "Wren", "email": "wren@example.org", "password1": PASSWORD}


@dataclass(frozen=True)
class Parameter:
    """A request with one parameter that is parsed; `where` is "query", "form" or the name of a header."""

    address: str
    name: str
    method: str = "get"
    where: str = "query"
    signed_in: bool = False
    values: list[str] = field(default_factory=lambda: HOSTILE_ADDRESSES)
    fields: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.address} {self.name} {'member' if self.signed_in else 'guest'}"

    def send(self, client: Client, value: str, address: str) -> HttpResponse:
        """Send the request with this value."""
        headers = {self.name: as_header(value)} if self.where == "header" else {}
        if self.where == "query":
            address += "?" + query(self.name, value)
        if self.method == "get":
            return client.get(address, headers=headers)
        form = self.fields | ({self.name: value} if self.where == "form" else {})
        return client.post(address, form, headers=headers | ({"HX-Request": "true"} if "HX-" in self.name else {}))


def query(name: str, value: str) -> str:
    """Return one parameter as a browser writes it."""
    written = QueryDict(mutable=True)
    written[name] = value
    return written.urlencode()


def as_header(value: str) -> str:
    """Return a value as it arrives in WSGI's environment: one character a byte, without line ends."""
    return value.replace("\r", "").replace("\n", "").encode().decode("latin-1")


PARAMETERS = [
    Parameter("/accounts/login/", "next"),
    Parameter("/accounts/signup/", "next"),
    Parameter("/accounts/password/reset/", "next"),
    Parameter("/accounts/logout/", "next", signed_in=True),
    Parameter("/accounts/login/", "next", "post", "form", fields=SIGN_IN),
    Parameter("/accounts/login/", "next", "post", fields=SIGN_IN),
    Parameter("/accounts/signup/", "next", "post", "form", fields=SIGN_UP),
    Parameter("/accounts/logout/", "next", "post", "form", signed_in=True),
    Parameter("/accounts/login/", "next", signed_in=True),
    Parameter("/accounts/signup/", "next", signed_in=True),
    Parameter("/accounts/reauthenticate/", "next", signed_in=True),
    Parameter("/accounts/reauthenticate/", "next", "post", "form", signed_in=True, fields={"password": PASSWORD}),
    Parameter("/accounts/2fa/reauthenticate/", "next", signed_in=True),
    Parameter("/accounts/2fa/totp/activate/", "next", signed_in=True),
    Parameter("/display/", "next"),
    Parameter("/display/", "next", "post", "form", fields={"theme": "dark"}),
    Parameter("/display/language/", "next", "post", "form", fields={"language": "es"}),
    Parameter("/settings/writing/", "next", signed_in=True),
    Parameter("/settings/writing/", "next", "post", "form", signed_in=True),
    Parameter("/settings/muted-topics/", "next", signed_in=True),
    Parameter("/settings/muted-topics/", "next", "post", "form", signed_in=True, fields={"show": "yes"}),
    Parameter("/newsletter/", "page", "post", "form", fields={"email": "a@example.org"}),
    Parameter("/contact/", "page"),
    Parameter("/contact/", "page", "post", "form", fields={"text": "Hello"}),
    Parameter("/report/", "source", values=HOSTILE_ADDRESSES + HOSTILE_REFS),
    Parameter("/report/", "source", "post", values=HOSTILE_REFS, fields={"reason": "other"}),
    Parameter("/report/", "source", signed_in=True, values=HOSTILE_REFS),
    Parameter("/report/thanks/", "source", values=HOSTILE_ADDRESSES + HOSTILE_REFS),
    Parameter("/drafts/", "draft_key", "post", "form", signed_in=True, values=HOSTILE_REFS, fields={"body": "A draft"}),
    Parameter("/images/", "draft_key", "post", "form", signed_in=True, values=HOSTILE_REFS),
    Parameter("THREAD", "answers", signed_in=True, values=HOSTILE_REFS),
    Parameter("THREAD", "quote", signed_in=True, values=HOSTILE_REFS),
    Parameter("/discussions/1/reply/", "Referer", "post", "header"),
    Parameter("/notifications/read/", "Referer", "post", "header"),
    Parameter("/display/", "Origin", "post", "header"),
    Parameter("/newsletter/", "Origin", "post", "header", fields={"email": "a@example.org"}),
    Parameter("/accounts/login/", "Origin", "post", "header", fields=SIGN_IN),
    Parameter("/accounts/login/", "Referer", "post", "header", fields=SIGN_IN),
    Parameter("BOOKMARK", "HX-Current-URL", "post", "header", signed_in=True, fields={"note": "Ask about this"}),
    Parameter("/learn/", "Host", where="header"),
    Parameter("/accounts/login/", "X-Forwarded-For", "post", "header", fields=SIGN_IN),
]


def wrong_answers(
    parameter: Parameter,
    values: list[str],
    thread: Thread,
    ines: Member,
    as_member: Callable[[Member], Client],
    settings: Any,
) -> dict[str, tuple[int, str]]:
    """Return the values after which the answer is a failure, or leads to another site."""
    settings.PROXY_COUNT = 2 if parameter.name == "X-Forwarded-For" else 0
    settings.SIGNUPS_PER_HOUR = settings.GUEST_LETTERS_PER_HOUR = 10_000
    address = {"THREAD": thread.get_absolute_url()}.get(parameter.address, parameter.address)
    if parameter.address == "BOOKMARK":
        address = f"/saved/{add_bookmark(reply(thread, ines), ines).pk}/"
    wrong = {}
    for value in values:
        client = as_member(ines) if parameter.signed_in else Client()
        client.raise_request_exception = False
        answer = parameter.send(client, value, address)
        target = answer.headers.get("Location", "")
        if answer.status_code >= 500 or urlsplit(target).netloc not in OWN_HOSTS or urlsplit(target).scheme:
            wrong[value[:60]] = (answer.status_code, target)
        Member.objects.filter(username="Wren").delete()
    return wrong


@pytest.mark.parametrize("parameter", PARAMETERS, ids=str)
def test_a_hostile_value_is_answered_and_leads_nowhere_else(
    parameter: Parameter, thread: Thread, ines: Member, as_member: Callable[[Member], Client], settings: Any
) -> None:
    some = [parameter.values[0], *parameter.values[PARAMETERS.index(parameter) % 9 :: 9]]

    assert not wrong_answers(parameter, some, thread, ines, as_member, settings)


def test_what_cannot_be_reported_is_not_found(guest: Client, thread: Thread, ines: Member) -> None:
    post = reply(thread, ines)
    hostile = [ref for ref in HOSTILE_REFS if ref not in (f"post:{post.pk}", "post:1", "thread:1")]

    statuses = {ref: guest.get("/report/", {"source": ref}).status_code for ref in hostile}

    assert guest.get("/report/", {"source": post.key}).status_code == 200
    assert {ref: status for ref, status in statuses.items() if status != 404} == {}
    assert Post.objects.filter(pk=post.pk).exists()


@pytest.mark.parametrize("key", ["group:1", "letter:1"])
def test_not_even_a_moderator_reports_what_is_not_a_post_or_a_discussion(
    as_member: Callable[[Member], Client], ruth: Member, thread: Thread, key: str
) -> None:
    guest_letter = Client().post("/contact/", {"text": "Hello"})
    assert guest_letter.status_code == 302

    assert as_member(ruth).get("/report/", {"source": key}).status_code == 404


@pytest.mark.parametrize("text", HOSTILE_ADDRESSES)
def test_an_address_is_a_path_on_this_site_or_nothing(text: str) -> None:
    request: HttpRequest = RequestFactory().get("/", headers={"Referer": as_header(text), "Origin": as_header(text)})

    for path in (own_page(text), page_before(request), path_on_this_site(text, request)):
        assert path == "" or (path.startswith("/") and not path.startswith(("//", "/\\")))
        assert not set(path) & {"\r", "\n", "\t", "\x00", "\\"}
    assert not from_own_page(request)


def test_ordinary_addresses_are_accepted() -> None:
    request = RequestFactory().get("/", headers={"Referer": "http://testserver/learn/?a=1"})

    assert own_page("/discussions/1/tea/?page=2#post-3") == "/discussions/1/tea/?page=2#post-3"
    assert own_page("/search/?q=caf\u00e9") == "/search/?q=caf\u00e9"
    assert page_before(request) == "/learn/?a=1"
    assert path_on_this_site("http://testserver/saved/?after=3", request) == "/saved/?after=3"
    assert path_on_this_site("http://other.example/saved/", request) == ""
