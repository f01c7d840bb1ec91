"""What nobody would see is refused as empty, in every field of every form that people write in."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import RequestFactory

import community
from community.core.text.fields import LineField, LinesField
from community.education.forms import ArticleField

# By what is in it; nobody would see any of them.
UNSEEN = {
    "zero width space": "\u200b\u200b\u200b\u200b",
    "joiners": "\u200d\u200c\u200d\u200c",
    "word joiner and byte order mark": "\u2060\ufeff\u2060\ufeff",
    "soft hyphens": "\u00ad\u00ad\u00ad\u00ad",
    "Hangul filler": "\u3164\u3164\u3164\u3164",
    "Hangul choseong and jungseong fillers": "\u115f\u1160\u115f\u1160",
    "halfwidth Hangul filler": "\uffa0\uffa0\uffa0\uffa0",
    "braille blank": "\u2800\u2800\u2800\u2800",
    "variation selectors": "\ufe0f\ufe0e\U000e0100\ufe00",
    "tag characters": "\U000e0041\U000e0042\U000e0043\U000e0044",
    "direction marks": "\u200e\u200f\u061c\u200e",
    "overrides and isolates": "\u202e\u202d\u2066\u2069",
    "no-break, thin and ideographic spaces": "\u00a0\u2009\u3000\u202f",
    "line and paragraph separators": "\u2028\u2029\u2028\u2029",
    "controls": "\x01\x02\x1f\x7f",
    "combining marks alone": "\u0301\u0302\u0303\u0304",
    "grapheme joiner": "\u034f\u034f\u034f\u034f",
    "Mongolian selectors and separator": "\u180b\u180c\u180d\u180e",
    "Khmer inherent vowels": "\u17b4\u17b5\u17b4\u17b5",
    "blank hieroglyphs": "\U00013441\U00013442",
    "hieroglyph joiners": "\U00013430\U0001343f",
    "annotations": "\ufff9\ufffa\ufffb",
    "musical controls": "\U0001d173\U0001d174\U0001d159\U0001d175",
    "shorthand controls": "\U0001bca0\U0001bca1\U0001bca2\U0001bca3",
    "invisible operators": "\u2061\u2062\u2063\u2064",
    "private use": "\ue000\uf8ff\U000f0000\U00100000",
    "object replacement": "\ufffc\ufffc\ufffc\ufffc",
    "all at once": "\u200b\u3164\u2800\u00ad\ufe0f\U000e0041\u202e\u0301",
}
# Typed once and compared, never shown: allauth's fields for signing in.
ALLAUTHS = {"community.members.account_forms", "community.members.sign_up_form"}
CREDENTIALS = {"login", "password", "password1", "password2", "oldpassword", "code", "username", "email"}
# Fields that no person fills in: one that only programs do (safety/forms.py), and a key that the page's script sends.
NO_TEXT = {"website", "draft_key"}


def forms_of_the_site() -> Iterator[type[forms.BaseForm]]:
    for module in walk_packages([str(Path(community.__file__).parent)], "community."):
        if ".migrations" not in module.name and ".management.commands" not in module.name:
            import_module(module.name)
    pending = list(forms.BaseForm.__subclasses__())
    while pending:
        form = pending.pop()
        pending += form.__subclasses__()
        if form.__module__.startswith("community."):
            yield form


class Administrator(AnonymousUser):
    """Somebody with every right, without a row."""

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return True


def admin_forms() -> Iterator[type[forms.BaseForm]]:
    request = RequestFactory().get("/")
    request.user = Administrator()
    for model, page in admin.site._registry.items():
        if model.__module__.startswith("community.") and page.has_add_permission(request):
            yield page.get_form(request)
            for inline in page.inlines:
                yield inline(model, admin.site).get_formset(request).form


def text_fields() -> dict[str, forms.CharField]:
    """Return every field that takes a text of a person, by form and name."""
    found = {}
    for form in [*forms_of_the_site(), *admin_forms()]:
        for name, field in getattr(form, "base_fields", {}).items():
            special = isinstance(field, forms.EmailField | forms.SlugField | forms.URLField | forms.UUIDField)
            hidden = field.widget.is_hidden or isinstance(field.widget, forms.PasswordInput)
            known = name in NO_TEXT or (form.__module__ in ALLAUTHS and name in CREDENTIALS)
            if isinstance(field, forms.CharField) and not (special or hidden or known):
                found[f"{form.__module__}.{form.__name__}.{name}"] = field
    return found


FIELDS = text_fields()


def test_there_are_the_fields_that_people_write_in() -> None:
    names = " ".join(FIELDS)

    for known in ("StartForm.title", "ReplyForm.body", "NoteForm.note", "AboutForm.about", "ReportForm.note", "reason"):
        assert known in names
    assert len(FIELDS) > 25


@pytest.mark.parametrize("name", FIELDS)
def test_every_text_field_is_one_that_cleans(name: str) -> None:
    assert isinstance(FIELDS[name], LineField | LinesField)


@pytest.mark.parametrize("kind", UNSEEN)
def test_a_text_with_nothing_to_see_is_an_empty_one(kind: str) -> None:
    for name, field in FIELDS.items():
        for text in (UNSEEN[kind], f" {UNSEEN[kind]} \n{UNSEEN[kind]}"):
            if field.required:
                with pytest.raises(ValidationError) as refused:
                    field.clean(text)
                assert refused.value.code == "required", name
            else:
                assert field.clean(text) == field.empty_value, name


MARKUP = ["{}", "<p>{}</p>", "<p><strong>{}</strong></p><p>{}</p>", "<ul><li>{}</li></ul>", "<p><br>{}</p>"]


@pytest.mark.parametrize("kind", UNSEEN)
def test_markup_around_nothing_is_no_article(kind: str) -> None:
    entities = "".join(f"&#{ord(character)};" for character in UNSEEN[kind] if character > "\x7f")
    for markup in MARKUP:
        for text in (UNSEEN[kind], entities):
            with pytest.raises(ValidationError):
                ArticleField().clean(markup.replace("{}", text))


SEEN = ["a", "7", "!", "…", "👍", "👩‍👩‍👧", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "한", "각", "क्षि", "می‌خواهم", "ế", "ไม่", "؀", "❤️", "1️⃣", "é"]


@pytest.mark.parametrize("text", SEEN)
def test_what_has_something_to_see_stays_as_it_is(text: str) -> None:
    assert LineField().clean(text) == text
    assert LinesField().clean(f"{text}\n\n{text}") == f"{text}\n\n{text}"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Hair\u202eriaH", "HairriaH"),
        ("\u2067Hair\u2069 and \u202dhats\u202c", "Hair and hats"),
        ("\u200bHair\u200d and\u200d hats\u200c", "Hair and hats"),
        ("Hair\nand\u2028hats", "Hair and hats"),
        ("Ha\u00adir\ufeff", "Hair"),
        ("Hair\U000e0041\U000e0042", "Hair"),
        ("a\u0301" + "\u0302" * 140, "a\u0301" + "\u0302" * 5),
        ("a" + "\u0301\u200d" * 140, "a" + "\u0301\u200d" * 5 + "\u0301"),
        ("❤\ufe0f\ufe0f\ufe0f", "❤\ufe0f"),
        ("\u05e9\u05c1\u05bc\u05b8\u05bd\u0591 שלום", "\u05e9\u05c1\u05bc\u05b8\u05bd\u0591 שלום"),
        ("x\u200e y", "x\u200e y"),
    ],
)
def test_a_title_loses_what_turns_or_stacks_and_nothing_useful(written: str, stored: str) -> None:
    assert LineField().clean(written) == stored


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Hair \u202eriaH\u202c and\nhats", "Hair riaH and\nhats"),
        ("Hair\u202c and \u202dhats", "Hair and hats"),
        ("\u202b\u05e9\u05dc\u05d5\u05dd\u202c and hats", "\u202b\u05e9\u05dc\u05d5\u05dd\u202c and hats"),
    ],
)
def test_a_text_loses_overrides_with_their_ends_and_no_embeddings(written: str, stored: str) -> None:
    assert LinesField().clean(written) == stored


@pytest.mark.parametrize(
    "title",
    [
        *("a\u200b\u200b\u200b", "a\u0301\u0302\u0303", "👩‍👩‍👧", "🇪🇸🇫🇷"),
        *("a\u2800\u2800\u2800", "a\u3164\u3164\u3164", "a\ue000\ue001b"),
        *("a \u00a0 b", "🇪🇸\u2800🇪🇸\u2800"),
    ],
)
def test_the_least_length_counts_what_people_see(title: str) -> None:
    with pytest.raises(ValidationError) as refused:
        LineField(min_length=4).clean(title)

    assert refused.value.error_list[0].code == "min_length"


@pytest.mark.parametrize("title", ["scan", "MS and I", "🇪🇸🇫🇷🇪🇸🇫🇷", "한국어로", "e\u0301e\u0301e\u0301e\u0301"])
def test_four_characters_that_are_seen_are_enough(title: str) -> None:
    assert LineField(min_length=4).clean(title) == title


def test_a_text_that_is_too_long_is_not_also_too_short() -> None:
    with pytest.raises(ValidationError) as refused:
        LineField(min_length=4, max_length=150).clean("a" + "\u2800" * 60_000)

    assert [error.code for error in refused.value.error_list] == ["max_length"]
