"""Loading a folder of content."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from community.core.text import richtext
from community.education.models import Condition, Page, Procedure, Section, Topic
from community.education.operations import load_content
from tests.education.reading import CONTENT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content that a test may change."""
    shutil.copytree(CONTENT, tmp_path, dirs_exist_ok=True)
    return tmp_path


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return all rows of education, with their keys."""
    models = apps.get_app_config("education").get_models(include_auto_created=True)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_loading_twice_changes_nothing(condition: Condition) -> None:
    before = everything()
    assert all(before.values())

    load_content(CONTENT)

    assert everything() == before


def test_what_is_gone_from_the_files_is_gone_from_the_page(condition: Condition, folder: Path) -> None:
    assert condition.procedures.filter(slug="x-ray").exists()
    change(folder, "recurrent-breast-cancer.toml", '  "x-ray",\n', "")
    change(folder, "recurrent-breast-cancer.toml", 'slug = "causes"', 'slug = "reasons"')

    load_content(folder)

    assert not condition.procedures.filter(slug="x-ray").exists()
    assert Procedure.objects.filter(slug="x-ray").exists()
    assert not Section.objects.filter(slug="causes").exists()
    assert Section.objects.filter(slug="reasons").exists()


def test_a_topic_stays_because_discussions_hang_on_it(condition: Condition, folder: Path) -> None:
    change(folder, "topics.toml", '  { slug = "work-and-money", name = "Work and money" },\n', "")

    load_content(folder)

    assert Topic.objects.filter(slug="work-and-money").exists()


def test_a_text_that_an_editor_took_over_is_left_alone(condition: Condition, folder: Path) -> None:
    Page.objects.filter(slug="care").update(title="Care with us", is_example=False)
    Section.objects.filter(page__slug="care", slug="support").update(heading="Help")
    Procedure.objects.filter(slug="mri").update(title="MRI here", is_example=False)

    load_content(folder)

    assert Page.objects.get(slug="care").title == "Care with us"
    assert Section.objects.get(page__slug="care", slug="support").heading == "Help"
    assert Procedure.objects.get(slug="mri").title == "MRI here"
    assert condition.pages.count() == 4


def test_a_script_in_a_file_never_reaches_a_reader(db: None, folder: Path) -> None:
    change(folder, "procedures.toml", "<p>A bone scan", "<script>alert(1)</script><p onclick='x()'>A bone scan")

    load_content(folder)

    html = Procedure.objects.get(slug="bone-scan").html
    assert html.startswith("<p>A bone scan")
    assert "script" not in html


def test_the_texts_are_stored_as_the_gate_leaves_them(condition: Condition) -> None:
    for section in Section.objects.all():
        assert richtext.clean_article(section.html).html == section.html


def test_a_file_that_names_an_unknown_topic_changes_nothing(condition: Condition, folder: Path) -> None:
    change(folder, "recurrent-breast-cancer.toml", 'topics = ["causes"]', 'topics = ["nothing-like-this"]')
    before = everything()

    with pytest.raises(KeyError, match="nothing-like-this"):
        load_content(folder)

    assert everything() == before


def test_the_topics_that_discussions_use_are_there(condition: Condition) -> None:
    wanted = """
        symptoms recurrence local-recurrence regional-recurrence metastatic seeing-a-doctor causes risk-factors
        prevention hormone-therapy chemotherapy radiation surgery targeted-therapy bone-health scans-and-tests
        diagnosis clinical-trials living-with-it telling-family worry-and-sleep side-effects appointments caring
        work-and-money exercise-and-food
    """

    assert set(Topic.objects.values_list("slug", flat=True)) >= set(wanted.split())
