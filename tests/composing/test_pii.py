"""The detector finds identifying data, and ignores doses, markers, dates and counts.

Its examples are sentences as people here write them: those with which it was built, and held-out ones, with which it
was not. The files named "spelt" have what hides in words: "oh seven seven", "(at)", policy numbers, house names.
A finding is right when it has the right kind and overlaps an annotation. `pytest -rP` prints the figures."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from community import demo
from community.composing import pii

HERE = Path(__file__).parent
MARKED = re.compile(r"\[(phone|email|record|birth|address):(.*?)\](?=[^\]\w]|$)")
KINDS = ("phone", "email", "record", "birth", "address")
FILES = ["pii_tuned.txt", "pii_held_out.txt", "pii_spelt_tuned.txt", "pii_spelt_held_out.txt"]
PRECISION = 0.95
RECALL = 0.95


@dataclass
class Measured:
    """The number of true positives, false positives and false negatives of each kind."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def precision(self, *kinds: str) -> float:
        """Return the share of the findings that are right."""
        right, wrong = self._sum(self.right, kinds), self._sum(self.wrong, kinds)
        return right / ((right + wrong) or 1)

    def recall(self, *kinds: str) -> float:
        """Return the share of the annotations that were found."""
        right, missed = self._sum(self.right, kinds), self._sum(self.missed, kinds)
        return right / ((right + missed) or 1)

    @staticmethod
    def _sum(counts: Counter[str], kinds: tuple[str, ...]) -> int:
        return sum(counts[kind] for kind in kinds or KINDS)


def examples(name: str) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Return the sentences of a list without annotations, and the annotations of each: kind, start, end."""
    found = []
    for line in (HERE / name).read_text().splitlines():
        if line.startswith("#"):
            continue
        plain, marked, at = "", [], 0
        for match in MARKED.finditer(line):
            plain += line[at : match.start()]
            marked.append((match[1], len(plain), len(plain) + len(match[2])))
            plain += match[2]
            at = match.end()
        found.append((plain + line[at:], marked))
    return found


def measure(name: str) -> Measured:
    """Count how well the detector finds the annotations of a list."""
    measured = Measured()
    for sentence, marked in examples(name):
        left = list(marked)
        for finding in pii.find(sentence):
            hit = next((m for m in left if m[0] == finding.kind and m[1] < finding.end and finding.start < m[2]), None)
            if hit:
                left.remove(hit)
                measured.right[finding.kind] += 1
            else:
                measured.wrong[finding.kind] += 1
                measured.faults.append(f"not a {finding.kind}: {finding.text!r} in {sentence!r}")
        for kind, start, end in left:
            measured.missed[kind] += 1
            measured.faults.append(f"missed a {kind}: {sentence[start:end]!r} in {sentence!r}")
    return measured


def report(name: str, measured: Measured) -> str:
    """Format the figures as a table."""
    rows = [f"{name}: {len(examples(name))} sentences"]
    for label, kinds in [*((kind, (kind,)) for kind in KINDS), ("overall", KINDS)]:
        marked = sum(measured.right[kind] + measured.missed[kind] for kind in kinds)
        precision, recall = measured.precision(*kinds), measured.recall(*kinds)
        rows.append(f"  {label:8} {marked:4} marked  precision {precision:.3f}  recall {recall:.3f}")
    return "\n".join([*rows, *measured.faults])


@pytest.mark.parametrize("name", FILES)
def test_the_detector_finds_most_of_what_is_annotated_and_little_else(name: str) -> None:
    measured = measure(name)
    print(report(name, measured))  # noqa: T201

    assert measured.precision() >= PRECISION, report(name, measured)
    assert measured.recall() >= RECALL, report(name, measured)


def test_the_content_of_a_web_address_is_left_alone() -> None:
    assert pii.find("https://example.org/?tel=212-555-0134&mail=joan@example.org") == []


def test_one_thing_found_twice_is_asked_about_once() -> None:
    found = pii.find("Call 212-555-0134, I mean (212) 555 0134.")

    assert len(found) == 2
    assert len(pii.unknown(found, [])) == 1
    assert pii.unknown(found, [found[0].fingerprint]) == []


def test_people_who_wrote_long_ago_are_not_asked_about_what_is_ordinary_here() -> None:
    """Check the example content: tens of thousands of words about illness without a phone number."""
    texts = [path.read_text() for path in (Path(demo.__file__).parent / "content").rglob("*.toml")]

    assert sum(len(text.split()) for text in texts) > 40_000
    assert [finding for text in texts for finding in pii.find(text)] == []


@pytest.mark.parametrize(
    "address",
    [
        "jane dot doe sixty two at gmail dot com",
        "jane dot doe 62 at gmail dot com",
        "jane underscore doe double seven at example dot org",
        "rosa punto heron sesenta y dos arroba gmail punto com",
    ],
)
def test_an_address_with_a_spelt_number_is_found_whole(address: str) -> None:
    assert [finding.text for finding in pii.find(f"it is {address}, thanks")] == [address]
