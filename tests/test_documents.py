"""Documents, docstrings and comments name files that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDERS = ["", "community", "static", "templates", "docs", "community/forum"]
NAMED = re.compile(
    r"(?<![\w/.-])(?:bench|bin|community|composing|config|core|docs|education|forum|home|js|members|moderation|newsletter"
    r"|notifications|safety|static|templates|tests)/[a-z\d_/-]+\.(?:css|html|js|md|py|toml)\b"
)
WRITTEN = [
    *(path for kind in ("docs/**/*.md", "*.md") for path in ROOT.glob(kind) if path.name != "CHANGELOG.md"),
    *(path for folder in ("bench", "community", "config", "tests") for path in ROOT.glob(f"{folder}/**/*.py")),
    *ROOT.glob("templates/**/*.html"),
    *ROOT.glob("static/**/*.js"),
]


def missing_in(text: str) -> list[str]:
    """The files that a text names and that are nowhere."""
    return [name for name in NAMED.findall(text) if not any((ROOT / folder / name).exists() for folder in FOLDERS)]


@pytest.mark.parametrize("name", ["core/caching/page_cache.py", "docs/architecture.md", "js/live.js"])
def test_a_file_may_be_named_from_its_app_or_from_the_root(name: str) -> None:
    assert missing_in(f"As {name} says.") == []
    assert missing_in(f"As {name.replace('.', '_gone.')} says.") == [name.replace(".", "_gone.")]


def test_every_file_that_is_named_exists() -> None:
    missing = {str(path.relative_to(ROOT)): missing_in(path.read_text()) for path in WRITTEN}

    assert {path: names for path, names in missing.items() if names} == {}
