"""Ask the search page questions with known answers, on the example content: recall at 10 and mean reciprocal rank.

`bin/bench search_quality`. The questions are in bench/search: tuning.toml was looked at while the ranking was built,
held_out.toml was written by somebody who had not seen it, and nobody tunes with it."""

import os
import tomllib
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

QUESTIONS = Path(__file__).parent / "search"
FIRST = 10


def main() -> None:
    """Load the example content into a folder of its own, and print a line for each set and kind of question."""
    with TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ALONGSIDE_DEMO": "1",
            "ALONGSIDE_VAR": folder,
            "ALONGSIDE_SECRET_KEY": "for these questions only, and for as long as they take",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("load_example", stdout=open(os.devnull, "w"))  # noqa: SIM115 (until the process ends)
        for name in ("tuning", "held_out"):
            ask(name)


def ask(name: str) -> None:
    """Print the figures of one set, and its questions of which an answer is missing."""
    figures: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for question in tomllib.loads((QUESTIONS / f"{name}.toml").read_text(encoding="utf-8"))["questions"]:
        recall, rank = _answer(question["q"], question["expected"])
        figures[question["kind"]].append((recall, rank))
        figures["all"].append((recall, rank))
        if recall < 1:
            print(f"  {name}: {question['q']!r}: {recall:.0%} of the answers among the first {FIRST}")
    for kind, found in figures.items():
        recalls, ranks = zip(*found, strict=True)
        recall, rank = sum(recalls) / len(found), sum(ranks) / len(found)
        print(f"{name:9} {kind:9} {len(found):3} questions  recall at {FIRST} {recall:.3f}  MRR {rank:.3f}")


def _answer(typed: str, expected: list[str]) -> tuple[float, float]:
    """The share of the expected answers among the first ten results, and 1 / the position of the first."""
    from django.contrib.auth.models import AnonymousUser

    from community.core.models import current_site_version
    from community.forum.selectors.search import EVERYTHING
    from community.home.search_results import search_for

    titles = [row.title for row in search_for(typed, AnonymousUser(), EVERYTHING, current_site_version()).rows[:FIRST]]
    positions = [titles.index(title) + 1 for title in expected if title in titles]
    return len(positions) / len(expected), 1 / min(positions) if positions else 0.0


if __name__ == "__main__":
    main()
