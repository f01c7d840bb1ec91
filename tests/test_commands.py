"""The commands for developers: make, bin/lint, and the hooks that run its steps before a commit."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TARGETS = re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE)
HOOKS = re.findall(r"- \{id: ([a-z-]+),.*? entry: ([^,]+),", (ROOT / ".pre-commit-config.yaml").read_text())


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a developer's shell does: without what an outer make leaves in the environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_make_alone_lists_every_target_with_its_description() -> None:
    printed = run("make").stdout

    listed = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", printed, re.MULTILINE))
    assert "demo" in TARGETS
    assert sorted(listed) == sorted(TARGETS)


def test_the_descriptions_are_aligned() -> None:
    columns = {line.index(re.split(r" {2,}", line.strip())[1]) for line in run("make", "help").stdout.splitlines()}

    assert len(columns) == 1


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_is_explained_to_whoever_runs_or_develops_it(target: str) -> None:
    guides = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()

    # `make` alone is `make help`.
    assert re.search(rf"\bmake {target}(?![\w-])", guides) or target == "help"


@pytest.mark.parametrize("target", TARGETS)
def test_no_file_of_the_same_name_stops_a_target(target: str) -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert phony
    assert target in phony[1].split()


def test_each_step_of_lint_is_a_hook() -> None:
    steps = run("bin/lint", "--list").stdout.split()

    assert "types" in steps
    assert [name for name, _command in HOOKS] == steps


@pytest.mark.parametrize(("name", "command"), HOOKS)
def test_a_hook_runs_the_step_that_it_names(name: str, command: str) -> None:
    assert command == f"bin/lint {name}"


def test_hooks_download_nothing() -> None:
    config = (ROOT / ".pre-commit-config.yaml").read_text()

    assert re.findall(r"repo: (\S+)", config) == ["local"]
    assert config.count("language: system") == len(HOOKS)


def test_an_unknown_step_is_refused_with_the_names_of_the_steps() -> None:
    done = run("bin/lint", "layers", "spelling")

    assert done.returncode == 2
    assert "There is no step spelling. The steps are: ruff format types" in done.stderr
    assert not done.stdout


def test_continuous_integration_runs_what_a_developer_can_run() -> None:
    workflow = (ROOT / ".github/workflows/ci.yml").read_text()
    script = (ROOT / ".ci/run").read_text()

    assert "bash .ci/run" in workflow
    assert "bin/lint" in script
    assert "bin/test" in script
