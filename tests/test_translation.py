"""All texts go through gettext, and every catalogue translates all of them.

docs/translating.md says how to go on where one of these fails."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from pytest_django import Settings

from community.core.text.languages import base_of
from community.forum.models.support import Reaction
from tests import translation_python, translation_templates
from tests import world as making
from tests.page_catalogue import CATALOGUE
from tests.page_variants import PageVariant, open_variant
from tests.translation_pages import Abroad, Known, PageText

ROOT = Path(settings.BASE_DIR)
WRITTEN_IN = "en"
LANGUAGES = [code for code, _name in settings.LANGUAGES if base_of(code) != WRITTEN_IN]
PLACEHOLDERS = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAGS = re.compile(r"</?[a-z][^>]*>")
# Strings that are not translated, and why.
NO_TEXT = {
    "Alongside": "the name of the community, where none is set",
    "doi:0": "the same in every language",
    "light dark": "a value of color-scheme",
    'tabindex="-1"': "an attribute, in a part of a template that is used inside tags",
    "Website": "a box for programs only, which people never see or hear",
    **dict.fromkeys("cjknu", "a key of the moderators' pages, the same in every language"),
    # Names of colours and classes, on the page about design:
    **dict.fromkeys(("accent", "accent-ink", ".badge", ".badge.alert", ".badge.live"), "a name that programs know"),
}
SAME_EVERYWHERE = ("on purpose", "member2", *NO_TEXT, *dict(settings.LANGUAGES).values(), *Reaction.values)
EXAMPLES = ("design",)  # its discussions stand for members' posts
A_SUGGESTION = r"nospaces\d\d"  # a free name like the one that tests/page_catalogue.py types; its number is random
A_DOI = r"doi:\S+"
AN_ADDRESS = r"http://testserver/\S+"  # on printed pages
A_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
# A quoted sentence, unless it is an error for the browser's console; or a word that is put on the page.
WORDS_IN_SCRIPT = re.compile(
    r"""(?<!Error\()(?P<quote>["'`])[A-Z][a-z]*[ ][a-z$][^"'`\n]*(?P=quote)"""
    r"""|\b(?:textContent|innerText|ariaLabel|placeholder|alt|title)\s*=\s*["'`][^"'`$]*[A-Za-z]{2}"""
    r"""|"aria-label",\s*["'`][^"'`$]*[A-Za-z]{2}"""
)


def catalogue_of(language: str, kind: str = "po") -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / f"django.{kind}"


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> polib.POFile:
    """The catalogue of one language."""
    return polib.pofile(str(catalogue_of(request.param)))


def texts(entries: list[polib.POEntry]) -> set[tuple[str, str, str]]:
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in entries}


def forms(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Return each translated form beside its original."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid if form == 0 else entry.msgid_plural, words) for form, words in entry.msgstr_plural.items()]


def parts(text: str) -> tuple[list[str], list[str]]:
    return sorted(PLACEHOLDERS.findall(text)), sorted(TAGS.findall(text))


def same_in(language: str) -> re.Pattern[str]:
    """Return a pattern of the texts that the catalogue translates by the same words, with any values."""
    entries = polib.pofile(str(catalogue_of(language)))
    same = [entry.msgid for entry in entries if entry.msgid and entry.msgid == entry.msgstr]
    return re.compile(
        "|".join(
            [A_DOI, AN_ADDRESS, A_SUGGESTION, *(".+".join(map(re.escape, PLACEHOLDERS.split(text))) for text in same)]
        )
    )


def test_a_reader_finds_every_text_of_code_and_templates_in_the_catalogue(
    gettext: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, catalogue: polib.POFile
) -> None:
    for folder in ("community", "config", "templates", "locale"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)

    call_command("makemessages", verbosity=0)

    gathered = texts(polib.pofile(str(tmp_path / Path(catalogue.fpath).relative_to(ROOT))))
    assert len(gathered) > 500
    assert gathered - texts(catalogue) == set(), "new texts: run `make messages`, then translate them"
    assert texts(catalogue) - gathered == set(), "texts that are gone: run `make messages`"


def test_a_reader_finds_no_text_without_a_translation(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_a_translation_says_each_plural_of_its_language(catalogue: polib.POFile) -> None:
    plural_forms = re.search(r"nplurals=(\d+)", catalogue.metadata["Plural-Forms"])
    assert plural_forms
    plurals = [entry for entry in catalogue if entry.msgid_plural]
    assert plurals
    assert [entry.msgid for entry in plurals if sorted(entry.msgstr_plural) != list(range(int(plural_forms[1])))] == []


def test_a_translation_preserves_the_names_numbers_and_links_of_its_text(catalogue: polib.POFile) -> None:
    pairs = [pair for entry in catalogue if entry.translated() for pair in forms(entry)]
    wrong = [(text, words) for text, words in pairs if parts(text) != parts(words)]
    assert wrong == []


def test_django_reads_what_translators_wrote(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(Path(catalogue.fpath).with_suffix(".mo")))

    def translations(entries: polib.POFile | polib.MOFile) -> dict[tuple[str, str], object]:
        return {(entry.msgctxt or "", entry.msgid): entry.msgstr_plural or entry.msgstr for entry in entries}

    assert translations(compiled) == translations(catalogue), "run `make messages`"


def test_no_template_has_words_outside_gettext() -> None:
    wrong = {
        f"{file.relative_to(ROOT)}: {words}"
        for file in files("templates", ".html", ".txt")
        for words in translation_templates.forgotten(file.read_text(), html=file.suffix == ".html")
        if words not in NO_TEXT
    }
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hello</p>", "Hello"),
        ("<p>{{ name }} wrote {% translate 'last' %}</p>", "0 wrote"),
        ('<img alt="Two people" src="{% static "a.png" %}">', "Two people"),
        ("<button aria-label='Close'>{% icon 'x' %}</button>", "Close"),
        ('<p data-offer="One new reply">', "One new reply"),
        ('{% include "a.html" with title="Your post" %}', "Your post"),
        ('{{ name|default:"Someone who has left" }}', "Someone who has left"),
    ],
)
def test_words_outside_gettext_are_found(template: str, words: str) -> None:
    assert translation_templates.forgotten(template) == [words]


@pytest.mark.parametrize(
    "template",
    [
        "{# A note #}<p>{% translate 'Hello' %} · {{ count }}</p>",
        '<p title="{% translate "Hello" %}">{% blocktranslate trimmed %}We are <b>here</b>.{% endblocktranslate %}</p>',
        '{% include "a.html" with title=_("Your post") kind="second" %}',
        '<div data-thread="{{ pk }}" class="one two">&middot; 12</div><script src="a.js"></script>',
    ],
)
def test_words_in_gettext_are_left_alone(template: str) -> None:
    assert translation_templates.forgotten(template) == []


def test_no_python_file_has_words_outside_gettext() -> None:
    wrong = {
        f"{file.relative_to(ROOT)}:{position}"
        for file in files("community", ".py")
        for position in translation_python.forgotten(file.read_text())
        if position.split(": ", 1)[1] not in NO_TEXT
    }
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    "line",
    [
        'messages.success(request, "Saved.")',
        'raise PermissionDenied(f"{name} may not")',
        'body = forms.CharField(label="Your reply", help_text=_("Anything"))',
        'body = forms.CharField(error_messages={"required": "Write something."})',
        'name = models.CharField("name here", max_length=9)',
        'class Meta:\n    verbose_name = "post"',
        'class State(models.TextChoices):\n    OPEN = "open", "Open"',
        'class State(models.TextChoices):\n    OPEN = "open"',
        'said = _("Hello %s" % name)',
    ],
)
def test_words_in_python_outside_gettext_are_found(line: str) -> None:
    assert len(translation_python.forgotten(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        'messages.success(request, _("Saved."))',
        'raise PermissionDenied(_("%s may not") % name)',
        'raise ValueError("a decision needs a reason")',
        'name = models.CharField(_("name here"), max_length=9)',
        'class State(models.TextChoices):\n    OPEN = "open", _("Open")',
        'ngettext("%d reply", "%d replies", count)',
    ],
)
def test_words_in_python_in_gettext_are_left_alone(line: str) -> None:
    assert translation_python.forgotten(line) == []


def words_in_script(script: str) -> list[str]:
    return [found[0] for found in WORDS_IN_SCRIPT.finditer(A_COMMENT.sub("", script))]


def test_scripts_take_their_words_from_the_page() -> None:
    scripts = list(files("static/js", ".js"))
    assert scripts
    wrong = {f"{file.relative_to(ROOT)}: {words}" for file in scripts for words in words_in_script(file.read_text())}
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    "script",
    ['show("Draft saved just now");', 'button.textContent = "Show";', 'box.setAttribute("aria-label", "Close");'],
)
def test_words_in_a_script_are_found(script: str) -> None:
    assert len(words_in_script(script)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_of_another_language_finds_no_english_on_any_page(language: str, settings: Settings, db: None) -> None:
    """Compare each page in two languages: what is the same on both, and in no row, is not translated."""
    settings.ROOT_URLCONF = "tests.site_urls"
    world = making.people()
    making.fill(world)
    drafts = [draft.own_words for draft in world.drafts.values()]  # rows hold a draft's HTML
    known, alike = Known(settings.COMMUNITY_NAME, *SAME_EVERYWHERE, *drafts), same_in(language)
    english, translated = (Abroad(**vars(world), language=spoken) for spoken in (WRITTEN_IN, language))

    def text_of(variant: PageVariant, world: Abroad) -> set[str]:
        with transaction.atomic():
            page = open_variant(variant, variant.who[0], world).text
            transaction.set_rollback(True)
        assert f'<html lang="{world.language}"' in page, variant
        return PageText(page).pieces

    left = {
        f"{variant}: {piece}"
        for variant in CATALOGUE
        if not variant.bare and variant.name not in EXAMPLES
        for piece in text_of(variant, english) & text_of(variant, translated) - set((variant.send or {}).values())
        if piece not in known and not alike.fullmatch(piece)
    }
    assert not left, "\n".join(sorted(left))


def files(folder: str, *kinds: str) -> Iterator[Path]:
    """Return the files that hold texts, in a fixed order."""
    return (
        file for file in sorted((ROOT / folder).rglob("*")) if file.suffix in kinds and "migrations" not in file.parts
    )
