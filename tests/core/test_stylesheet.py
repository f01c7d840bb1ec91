"""The stylesheets are bundled when they are collected: one request, and always the repository's rules."""

from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from community.core.storage import STYLESHEETS, StaticStorage


@pytest.fixture
def collected(tmp_path: Path):
    """Collect a small source folder and return the stylesheet as served."""
    source, root = tmp_path / "source", tmp_path / "root"
    (source / "css").mkdir(parents=True)
    (source / "css" / "alongside.css").write_text('@layer a;\n@import url("part.css") layer(a);\n')

    def collect(part: str) -> str:
        (source / "css" / "part.css").write_text(part)
        storage = StaticStorage(location=root, base_url="/static/")
        paths = {f"css/{name}": (FileSystemStorage(source), f"css/{name}") for name in ("alongside.css", "part.css")}
        for name in paths:
            if not storage.exists(name):
                storage.save(name, (source / name).open("rb"))
        assert not [result for *_, result in storage.post_process(paths) if isinstance(result, Exception)]
        return (root / storage.stored_name(STYLESHEETS[0])).read_text()

    return collect


def test_the_viewer_gets_one_stylesheet_without_imports(collected):
    served = collected("p { color: red }")

    assert "@import" not in served
    assert "color:red" in served


def test_after_an_update_the_reader_gets_the_new_rules_though_the_list_of_imports_is_the_same(collected):
    collected("p { color: red }")

    assert "color:green" in collected("p { color: green }")


def test_a_phone_of_2022_gets_colours_that_it_knows(collected):
    served = collected(":root { color-scheme: light dark; --paper: light-dark(#fff, #000) }")

    assert "light-dark(" not in served
    assert "prefers-color-scheme:dark" in served
