"""Submitted input is restored by what its form declares, also for a form that core has never seen."""

import re
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from community.core.access import MemberRequest, members
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.core.input_recovery.views import restores_input
from community.members.models import Member
from config import urls
from config.urls import *  # noqa: F403 (the handlers, where Django looks for them)
from tests.acts import PASSWORD

DIARY = "A long and quiet day, and then the phone rang"
DAYS = [("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday")]


class PlanForm(forms.Form):
    """One field of each kind, under names that no app of ours uses."""

    days = forms.MultipleChoiceField(label="On which days", choices=DAYS, widget=forms.CheckboxSelectMultiple)
    weeks = forms.MultipleChoiceField(label="In which weeks", choices=[("1", "1"), ("2", "2")])
    nickname = forms.CharField(label="What we may call you")
    diary = forms.CharField(label="Your diary", widget=forms.Textarea)
    motto = forms.CharField(label="Your motto", widget=forms.Textarea)
    wording = forms.CharField(widget=forms.HiddenInput)
    ticket = forms.CharField(widget=forms.HiddenInput)
    door = forms.CharField(label="The word at the door", widget=forms.PasswordInput)
    digits = forms.CharField(label="The digits", widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))
    lure = forms.CharField(widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def __init__(self, *args: Any, day_required: bool, **kwargs: Any) -> None:
        """A form that cannot be made without arguments: its class alone is read."""
        super().__init__(*args, **kwargs)


class NoticeField(forms.CharField):
    """Text or HTML, as another field says."""

    widget = forms.Textarea
    html_if = "formatted"


class NoticeForm(forms.Form):
    """A text that is HTML where its form says so."""

    message = NoticeField(label="Your notice")
    formatted = forms.BooleanField(required=False, widget=forms.HiddenInput)


@members
@restores_input
@accepts_forms(PlanForm)
def plan(request: MemberRequest) -> HttpResponse:
    """A page whose form begins with the stashed input."""
    form = PlanForm(initial=stash.pop(request, request.path), day_required=True)
    return HttpResponse(form.as_p())


@accepts_forms(PlanForm)
def fail(request: HttpRequest) -> HttpResponse:
    """Fail with the form submitted."""
    raise RuntimeError("a bug")


@accepts_forms(NoticeForm, second=PlanForm)
def fail_with_two(request: HttpRequest) -> HttpResponse:
    """Fail with a form without and one with a prefix."""
    raise RuntimeError("a bug")


def fail_undeclared(request: HttpRequest) -> HttpResponse:
    """Fail in a view that declares no form."""
    raise RuntimeError("a bug")


urlpatterns = [
    *urls.urlpatterns,
    path("plan/", plan),
    path("fail/", fail),
    path("fail/two/", fail_with_two),
    path("fail/undeclared/", fail_undeclared),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def main(response: Any) -> str:
    """The page's own part, on one line."""
    return " ".join(response.text.split("<main")[1].split("</main>")[0].split())


def hidden(response: Any, name: str) -> list[str]:
    """The values of the hidden inputs of this name."""
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', main(response))


def ticked(page: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="days" value="(\w+)"[^>]* checked', page)


def sign_in(browser: Client, member: Member) -> str:
    browser.post("/accounts/login/?next=/plan/", {"login": member.username, "password": PASSWORD})
    return browser.get("/plan/").text


# After signing in again


@pytest.mark.parametrize("days", [["mon", "tue"], ["tue"], ["mon", "tue", "wed"]])
def test_every_choice_of_a_list_is_restored_after_signing_in(browser: Client, maria: Member, days: list[str]) -> None:
    browser.post("/plan/", {"days": days, "weeks": "2", "nickname": "Mo"})

    page = sign_in(browser, maria)

    assert ticked(page) == days
    assert re.findall(r'<option value="(\d)" selected>', page) == ["2"]
    assert 'name="nickname" value="Mo"' in page


def test_a_field_with_one_value_is_restored_as_one_value(browser: Client, maria: Member) -> None:
    browser.post("/plan/", {"nickname": ["Mo", "Maria"], "diary": DIARY})

    page = sign_in(browser, maria)

    assert 'name="nickname" value="Maria"' in page
    assert DIARY in page


def test_an_undeclared_field_sent_twice_is_restored_as_a_list(browser: Client) -> None:
    browser.post("/plan/", {"hours": ["9", "10"], "town": "home", "days": "mon"})

    assert browser.session["stash"]["/plan/"]["fields"] == {"hours": ["9", "10"], "town": "home", "days": ["mon"]}


# On the page about a failure


def test_the_error_page_resubmits_every_choice_and_every_hidden_value(browser: Client) -> None:
    sent = {"days": ["mon", "tue"], "weeks": "1", "ticket": "b7", "wording": "words that nobody typed", "lure": "gold"}

    answer = browser.post("/fail/", sent)

    assert answer.status_code == 500
    assert hidden(answer, "days") == ["mon", "tue"]
    assert hidden(answer, "weeks") == ["1"]
    assert hidden(answer, "ticket") == ["b7"]
    assert hidden(answer, "wording") == ["words that nobody typed"]
    assert hidden(answer, "lure") == ["gold"]
    assert "<textarea" not in main(answer)


def test_the_error_page_shows_typed_values_under_the_labels_of_their_form(browser: Client) -> None:
    answer = browser.post("/fail/", {"nickname": "Mo", "diary": DIARY, "motto": "Onwards"})

    label = r'<label for="(again-\d+)">{}</label>'
    assert re.search(
        label.format("What we may call you") + r' ?<input id="\1" type="text" name="nickname" value="Mo"', main(answer)
    )
    assert re.search(
        label.format("Your diary") + rf' ?<textarea id="\1" name="diary" dir="auto" ?> ?{DIARY}</textarea>',
        main(answer),
    )
    assert re.search(
        label.format("Your motto") + r' ?<textarea id="\1" name="motto" dir="auto" ?> ?Onwards</textarea>', main(answer)
    )


def test_a_secret_is_asked_for_again_whatever_its_name(browser: Client) -> None:
    answer = browser.post("/fail/", {"door": "open sesame", "digits": "428771"})

    assert "open sesame" not in answer.text
    assert "428771" not in answer.text
    assert re.search(r'The word at the door</label> ?<input [^>]*type="password" name="door"', main(answer))
    assert re.search(
        r'The digits</label> ?<input [^>]*type="text" name="digits" autocomplete="one-time-code"', main(answer)
    )


def test_a_prefix_leads_to_the_field_of_its_form(browser: Client) -> None:
    answer = browser.post("/fail/two/", {"second-door": "open sesame", "second-nickname": "Mo", "second-days": "mon"})

    assert "open sesame" not in answer.text
    assert "What we may call you" in main(answer)
    assert hidden(answer, "second-days") == ["mon"]


def test_html_is_rendered_only_where_the_form_says_that_it_is_html(browser: Client) -> None:
    markup = "<p>It <strong>helped</strong>.</p><script>alert(1)</script>"

    formatted = main(browser.post("/fail/two/", {"message": markup, "formatted": "on"}))
    plain = main(browser.post("/fail/two/", {"message": markup, "formatted": ""}))

    assert "<p>It <strong>helped</strong>.</p>" in formatted
    assert "<strong>" not in plain
    assert "&lt;strong&gt;" in plain
    assert "<script>" not in formatted + plain


# Without a declared form


def test_without_a_form_choices_are_resubmitted_and_words_are_shown(browser: Client) -> None:
    way = "/discussions/12345/a-title-that-is-longer-than-a-value-of-a-program/"
    sent = {"days": ["mon", "tue"], "page": way, "anything": DIARY, "long": "x" * 60}

    answer = browser.post("/fail/undeclared/", sent)

    assert hidden(answer, "days") == ["mon", "tue"]
    assert hidden(answer, "page") == [way]
    assert main(answer).count("<textarea") == 2
    assert re.search(
        rf'<label for="(again-\d+)">Your text</label> ?<textarea id="\1" name="anything" dir="auto" ?> ?{DIARY}<',
        main(answer),
    )


@pytest.mark.parametrize("name", ["password", "new_password2", "api_token", "client-secret", "access_key"])
def test_without_a_form_whatever_is_named_like_a_secret_is_left_out(browser: Client, name: str) -> None:
    answer = browser.post("/fail/undeclared/", {name: "open sesame 428771", "anything": DIARY})

    assert DIARY in main(answer)
    assert "open sesame" not in answer.text
    assert f'name="{name}"' not in answer.text
