"""bin/retired-words finds retired words where we choose a name, and not where we use other software's names."""

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

SCRIPT = Path(settings.BASE_DIR) / "bin/retired-words"

FOUND = {
    "a function in Python": ("forum.py", "def kept(): ...", "kept"),
    "an asynchronous function": ("forum.py", "async def tell_inboxes(): ...", "tell_inboxes"),
    "a class": ("forum.py", "class FrameCache: ...", "FrameCache"),
    "a parameter": ("forum.py", "def read(page, hers=None): ...", "hers"),
    "a keyword parameter": ("forum.py", "def read(*, told): ...", "told"),
    "a parameter of a lambda": ("forum.py", "read = lambda desk: 1", "desk"),
    "a variable": ("forum.py", "made_once = 1", "made_once"),
    "a variable of a loop": ("forum.py", "for place in []: ...", "place"),
    "a variable in a pattern of names": ("forum.py", "page, said = 1, 2", "said"),
    "an attribute that is set": ("forum.py", "page.drafted = True", "drafted"),
    "a field of a model": ("forum.py", "class Visit:\n    place: int", "place"),
    "a new name for an import": ("forum.py", "from os import path as sign", "sign"),
    "a key of a dict": ("forum.py", 'page = {"waits": 1}', "waits"),
    "a test": ("test_forum.py", "def test_a_member_finds_her_draft(): ...", "test_a_member_finds_her_draft"),
    "a constant": ("forum.py", "NOT_TODAY = 1", "NOT_TODAY"),
    "a comment in Python": ("forum.py", "page = 1  # what she wrote", "she"),
    "a docstring": ("forum.py", 'def read():\n    """Read her page."""', "her"),
    "a tag": ("page.html", '{% hers "bell" %}', "hers"),
    "a variable of a template": ("page.html", "<p>{{ post.pictured }}</p>", "pictured"),
    "a filter": ("page.html", "{{ post|marks }}", "marks"),
    "a condition": ("page.html", "{% if thread.drafted %}{% endif %}", "drafted"),
    "a data attribute": ("page.html", "<p data-keep-open>", "keep-open"),
    "a class in a template": ("page.html", '<p class="quiet not-today">', "not-today"),
    "an id": ("page.html", '<p id="signs">', "signs"),
    "a comment in a template": ("page.html", "{# Only hers. #}", "hers"),
    "a long comment in a template": ("page.html", "{% comment %}\nHer bell.\n{% endcomment %}", "Her"),
    "a constant in a script": ("page.js", "const frame = 1;", "frame"),
    "a function in a script": ("page.js", "function keepText() {}", "keepText"),
    "a parameter in a script": ("page.js", "function send(place) {}", "place"),
    "a parameter of a function without a name": ("page.js", "post(function (sign) {});", "sign"),
    "a parameter of an arrow": ("page.js", "post(told => 1);", "told"),
    "a property that is unpacked": ("page.js", "const { hole } = page;", "hole"),
    "a data attribute in a script": ("page.js", "form.dataset.begun = 1;", "begun"),
    "a comment in a script": ("page.js", "send(); // her reply", "her"),
    "a long comment in a script": ("page.js", "/* She waits. */", "She"),
    "a class in a style": ("page.css", ".sign { color: red }", "sign"),
    "a custom property": ("page.css", ":root { --desk-width: 1px }", "desk-width"),
    "a data attribute in a style": ("page.css", "[data-kept] { color: red }", "kept"),
    "a comment in a style": ("page.css", "/* her colour */", "her"),
    "documentation": ("glossary.md", "What she wrote.", "she"),
    "the name of a file": ("frames.py", "", "frames"),
    "the name of a style": ("not-today.css", "", "not-today"),
    "the name of a folder": ("desk/post.html", "", "desk"),
    "a name that is retired for files alone": ("rows.py", "", "rows"),
}
LEFT_ALONE = {
    "a longer word in Python": ("forum.py", "placeholder = replaced = framework = unsigned = housekeeping = 1"),
    "signing in": ("forum.py", "def sign_in(): ...\nsign_up = sign_out = sign_ins = 1"),
    "bookmarks": ("forum.py", "bookmark = bookmarks = marked = 1"),
    "somebody else's setting": ("settings.py", 'X_FRAME_OPTIONS = "DENY"'),
    "somebody else's function": ("forum.py", "messages.tell(page.frame)"),
    "somebody else's parameter": ("forum.py", "open_page(keep=1)"),
    "an import": ("forum.py", "from os import kept"),
    "a text": ("forum.py", 'title = "What she kept"'),
    "a key that is no name": ("forum.py", 'page = {"her own": 1}'),
    "a text in a template": ("page.html", '<p>She kept it</p>{% translate "She kept it" %}'),
    "a longer word in a template": ("page.html", '<input placeholder="Words" data-placeholder class="replaced">'),
    "a function that the browser has": ("page.js", "requestAnimationFrame(draw);"),
    "a text in a script": ("page.js", 'const title = "her place"; const other = `frame ${title}`;'),
    "an address in a script": ("page.js", 'const address = "https://example.org/her";'),
    "a longer word in a style": ("page.css", ".placeholder { --signature: 1 }"),
    "a file whose name only contains it": ("keyframes.css", ""),
    "a name that is retired for files alone": ("forum.py", "rows = words = numbers = 1"),
    "a file of another kind": ("notes.txt", "She kept it"),
}


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The script as a module: without a suffix it can only be loaded by its path."""
    loader = SourceFileLoader("retired", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = module_from_spec(spec)
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = writes
    return module


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, which is the working directory: the tool reads the path as it is given."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet"], check=True)
    return tmp_path


def write(name: str, text: str) -> Path:
    file = Path(name)
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


@pytest.mark.parametrize(("name", "text", "word"), FOUND.values(), ids=FOUND)
def test_a_developer_reads_where_a_retired_word_is(
    tool: ModuleType, folder: Path, name: str, text: str, word: str
) -> None:
    assert word in [found for _line, found, _instead in tool.findings_in(write(name, text))]


@pytest.mark.parametrize(("name", "text"), LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_a_developer_may_use_other_words_and_names_of_other_software(
    tool: ModuleType, folder: Path, name: str, text: str
) -> None:
    assert list(tool.findings_in(write(name, text))) == []


def test_a_developer_reads_the_line_and_the_word_to_use_instead(tool: ModuleType, folder: Path) -> None:
    file = write("page.html", "<p>\n{# Hello #}\n{{ post.kept }}")

    assert list(tool.findings_in(file)) == [(3, "kept", "stash, pop, restore; bookmark; cached; stored")]


def test_the_check_fails_on_tracked_files_alone_and_passes_over_migrations(
    tool: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("forum.py", "kept = 1")
    write("migrations/0001_initial.py", "kept = 1")

    assert tool.main([]) == 0

    subprocess.run(["git", "add", "."], check=True)
    assert tool.main([]) == 1
    assert capsys.readouterr().out.splitlines() == ["forum.py:1: kept (stash, pop, restore; bookmark; cached; stored)"]
    assert tool.main(["migrations"]) == 0
