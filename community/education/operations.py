"""Load education content from a folder of TOML files."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import models

from community.core.models import changing_site
from community.core.text import richtext
from community.education.models import Condition, ConditionProcedure, Page, Procedure, State, Topic

SHARED_FILES = ("topics", "procedures")

__all__ = ["load_content"]


def load_content(folder: Path) -> None:
    """Synchronise the database with a folder of TOML files; a second run changes nothing.

    `topics.toml` and `procedures.toml` are shared; every other file is one condition. All texts are sanitised. Rows
    that are not in the files are deleted, except topics, which threads refer to, and rows that an editor has changed
    (no longer examples).

    Raises KeyError when a file names a topic or a procedure that the folder does not have."""
    files = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))}
    with changing_site():
        topics = _load_topics(files["topics"]["topics"])
        procedures = _load_procedures(files["procedures"]["procedures"])
        for name, text in files.items():
            if name not in SHARED_FILES:
                _load_condition(text, topics, procedures)


def _load_topics(texts: list[dict[str, Any]]) -> dict[str, Topic]:
    topics = {}
    for position, text in enumerate(texts):
        defaults = {"name": text["name"], "position": position}
        topics[text["slug"]], _ = Topic.objects.update_or_create(slug=text["slug"], defaults=defaults)
    return topics


def _load_procedures(texts: list[dict[str, Any]]) -> dict[str, Procedure]:
    wanted = [
        {
            "slug": text["slug"],
            "title": text["title"],
            "html": _sanitised(text["body"]),
            "state": text.get("state", State.PUBLISHED),
        }
        for text in texts
    ]
    _sync_examples(Procedure.objects.all(), "slug", wanted)
    return Procedure.objects.in_bulk(field_name="slug")


def _load_condition(text: dict[str, Any], topics: dict[str, Topic], procedures: dict[str, Procedure]) -> None:
    defaults = {"title": text["title"], "summary": text.get("summary", "")}
    condition, _ = Condition.objects.update_or_create(slug=text["slug"], defaults=defaults)
    _sync_rows(
        ConditionProcedure.objects.filter(condition=condition),
        "procedure",
        [
            {"condition": condition, "procedure": procedures[slug], "position": position}
            for position, slug in enumerate(text.get("procedures", []))
        ],
    )
    _sync_examples(condition.resources.all(), "position", _positioned(text.get("resources", []), condition=condition))
    _load_pages(condition, text["pages"], topics)


def _load_pages(condition: Condition, texts: list[dict[str, Any]], topics: dict[str, Topic]) -> None:
    _sync_examples(
        condition.departments.all(),
        "slug",
        _positioned([row for text in texts for row in text.get("departments", [])], condition=condition),
    )
    wanted = [
        {
            "condition": condition,
            "slug": text["slug"],
            "title": text["title"],
            "summary": text.get("summary", ""),
            "state": text.get("state", State.PUBLISHED),
            "position": position,
        }
        for position, text in enumerate(texts)
    ]
    pages = {page.slug: page for page in _sync_examples(condition.pages.all(), "slug", wanted)}
    for text in texts:
        if page := pages.get(text["slug"]):
            _load_sections(page, text["sections"], topics)
            _sync_rows(page.references.all(), "position", _positioned(text.get("references", []), page=page))


def _load_sections(page: Page, texts: list[dict[str, Any]], topics: dict[str, Topic]) -> None:
    wanted = [
        {name: value for name, value in row.items() if name not in ("body", "topics")}
        | {"html": _sanitised(row["body"])}
        for row in _positioned(texts, page=page)
    ]
    for section, text in zip(_sync_rows(page.sections.all(), "slug", wanted), texts, strict=True):
        section.topics.set([topics[slug] for slug in text.get("topics", [])])


def _sanitised(body: str) -> str:
    return richtext.clean_article(body.strip()).html


def _positioned(texts: list[dict[str, Any]], **parent: models.Model) -> list[dict[str, Any]]:
    """Add the parent and the position in the list to each row's values."""
    return [text | parent | {"position": position} for position, text in enumerate(texts)]


def _sync_rows[Row: models.Model](rows: models.QuerySet[Row], key: str, wanted: Iterable[dict[str, Any]]) -> list[Row]:
    """Create or update rows by `key`, and delete all others; return the rows in the order of `wanted`."""
    synced = [rows.update_or_create(**{key: values[key]}, defaults=values)[0] for values in wanted]
    rows.exclude(pk__in=[row.pk for row in synced]).delete()
    return synced


def _sync_examples[Row: models.Model](
    rows: models.QuerySet[Row], key: str, wanted: Iterable[dict[str, Any]]
) -> list[Row]:
    """Synchronise only rows that are still examples."""
    edited = set(rows.filter(is_example=False).values_list(key, flat=True))
    return _sync_rows(rows.filter(is_example=True), key, [values for values in wanted if values[key] not in edited])
