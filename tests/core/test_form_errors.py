"""What a form finds wrong is said in our sentences: none of Django's or allauth's own is left, in any field."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import allauth
import django
import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django.utils.module_loading import import_string

from community.core.text.form_errors import FIELDS
from community.members.models import Member
from tests.acts import PASSWORD
from tests.core.test_text_fields import admin_forms, forms_of_the_site

pytestmark = pytest.mark.django_db
LINES = [
    "",
    " ",
    "x",
    "a b",
    "x" * 100_000,
    "nobody",
    "-1",
    "1" * 40,
    "1.5x",
    "a\0b",
    "2025-13-45",
    "javascript:alert(1)",
]
WRONG: list[Any] = [None, *LINES, *([line] for line in LINES if not line.isdigit()), [], 7, {}]
FILES = [SimpleUploadedFile("empty.png", b""), SimpleUploadedFile("x" * 300, b"x"), SimpleUploadedFile("a.png", b"no")]
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[\d\]) ((?:".*"\n)+)', re.MULTILINE)
CATALOGUES = [
    *(Path(django.__file__).parent / part / "locale" for part in ("conf", "contrib/admin", "contrib/auth")),
    Path(allauth.__file__).parent / "locale",
]


@cache
def stock(language: str) -> list[re.Pattern[str]]:
    """Return the sentences that the packages have translated, as they are written in this language."""
    found = []
    for catalogue in CATALOGUES:
        for kind, lines in ENTRY.findall((catalogue / "es/LC_MESSAGES/django.po").read_text()):
            sentence = "".join(re.findall(r'"(.*)"', lines)).replace('\\"', '"').replace("\\n", "\n")
            wanted = kind.startswith("msgid") if language == "en" else kind.startswith("msgstr")
            if wanted and sentence.rstrip().endswith(".") and len(sentence.split()) > 2:
                parts = re.split(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}", sentence.strip())
                found.append(re.compile(".*".join(map(re.escape, parts)), re.DOTALL))
    return found


def of_a_package(sentence: str) -> bool:
    """Return whether this is a sentence of Django or allauth."""
    return any(one.fullmatch(sentence.strip()) for language in ("en", "es") for one in stock(language))


def all_fields() -> Iterator[tuple[str, forms.Field]]:
    """Yield every field of every form: ours, the admin's, and those of allauth that are in use."""
    in_use = [import_string(form) for form in settings.VIEW_FORMS.values()]
    for form in {*forms_of_the_site(), *admin_forms(), *in_use}:
        for name, field in getattr(form, "base_fields", {}).items():
            yield f"{form.__module__}.{form.__name__}.{name}", field


def refusals(field: forms.Field) -> Iterator[str]:
    """Yield what the field says to values that may be wrong."""
    for value in FILES if isinstance(field, forms.FileField) else WRONG:
        try:
            field.clean(value)
        except ValidationError as wrong:
            yield from wrong.messages
        except (TypeError, AttributeError):
            pass  # no browser sends a list for one line of text


def test_the_packages_sentences_are_known_by_their_catalogues() -> None:
    assert of_a_package("Ensure this value has at least 3 characters (it has 1).")
    assert of_a_package("This field is required.")
    assert of_a_package("Este campo es obligatorio.")
    assert not of_a_package("Fill this in.")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_field_says_a_sentence_of_a_package(language: str) -> None:
    sentences: dict[str, str] = {}
    with translation.override(language):
        fields = list(all_fields())
        for name, field in fields:
            sentences |= dict.fromkeys(refusals(field), name)
            sentences |= dict.fromkeys(
                (str(text) for text in field.error_messages.values() if "{" not in str(text)), name
            )
        found = {sentence: name for sentence, name in sentences.items() if of_a_package(sentence)}

    assert len(fields) > 80
    assert len(sentences) > 30
    assert found == {}


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_no_kind_of_field_has_a_sentence_of_a_package(kind: type[forms.Field]) -> None:
    messages = {
        key: text
        for parent in reversed(kind.__mro__)
        for key, text in getattr(parent, "default_error_messages", {}).items()
    }

    assert messages
    assert [key for key, text in messages.items() if of_a_package(_written(text))] == []


def _written(text: Any) -> str:
    """Write a sentence, with numbers in it where it has places for them."""
    return str(text % {"max": 9, "length": 10} if "ngettext" in repr(type(text)) or hasattr(text, "_kwargs") else text)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (forms.CharField(), "", "Fill this in."),
        (forms.CharField(min_length=3), "x", "Use 3 characters or more."),
        (forms.CharField(max_length=3), "abcd", "Use 3 characters or fewer. You’ve used 4."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "You can’t choose this any more. Choose something else."),
        (forms.ChoiceField(choices=[("a", "A")]), "", "Choose one."),
        (forms.MultipleChoiceField(choices=[("a", "A")]), [], "Choose at least one."),
        (forms.IntegerField(), "x", "Enter a whole number, like 12."),
        (forms.IntegerField(min_value=2), "1", "Enter 2 or more."),
        (forms.IntegerField(max_value=2), "3", "Enter 2 or less."),
        (forms.DecimalField(max_digits=2), "123", "Use 2 digits or fewer."),
        (forms.DateField(), "2025-13-45", "Enter a date, like 2025-07-16."),
        (forms.TimeField(), "25:00", "Enter a time, like 14:30."),
        (forms.EmailField(), "nobody", "Enter an email address, like name@example.org."),
        (forms.URLField(), "no address", "Enter a web address, like https://example.org."),
        (forms.SlugField(), "a b", "Use letters, numbers, - and _ only."),
        (forms.FileField(), None, "Choose a file."),
        (forms.FileField(), FILES[0], "This file is empty. Choose another one."),
        (forms.ImageField(), FILES[2], "We can’t read this picture. Choose another one."),
        (forms.BooleanField(), False, "Tick this box."),
        (forms.UUIDField(), "x", "This page is out of date. Reload it."),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_each_kind_of_mistake_has_its_sentence(field: forms.Field, value: Any, sentence: str) -> None:
    assert list(refusal_of(field, value)) == [sentence]


def refusal_of(field: forms.Field, value: Any) -> list[str]:
    """Return what the field says to this value."""
    with pytest.raises(ValidationError) as wrong:
        field.clean(value)
    return wrong.value.messages


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "Use 10 characters or more."),
        ("password123", "password123", "Many people use this password"),
        ("maria@example.org", "maria@example.org", "too much like your username or email address"),
        ("seven slow rivers", "seven slow rovers", "The two passwords aren’t the same."),
    ],
    ids=["short", "common", "like the address", "not the same"],
)
def test_a_new_password_is_refused_in_our_words(
    password: str, again: str, sentence: str, maria: Member, as_member: Any
) -> None:
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": again}
    client: Client = as_member(maria)

    page = client.post("/accounts/password/change/", sent).text

    errors = re.findall(r'class="error" id="\w+">([^<]+)<', page)
    assert any(sentence in error for error in errors)
    assert not [error for error in errors if of_a_package(error)]
