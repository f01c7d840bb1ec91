"""Texts that make a backtracking regular expression slow, built from the structure of the expression itself.

For each repetition in an expression: the shortest text that reaches it, what it repeats many times, and an end at which
the match fails. Also the same beginning repeated, since a search starts again at each of them."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}
SAMPLES = "a 1-.,:#(\n<>@A/'\"_+=é*"
IN_CATEGORY = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_NOT_WORD: "-",
}
MOST_SEPARATORS = 6


def patterns_in(package: str, folder: Path) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each pattern of a package: those that its modules hold, and those written where they are used."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith(f"{package}."):
            for variable, value in vars(module).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{name}.{variable}", value
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and node.func.attr != "compile":  # type: ignore[attr-defined]
                    yield f"{path.name}:{node.lineno}", re.compile(first.value)


# A pattern in a script, after what may stand before one; no division has a second slash on its line.
_IN_SCRIPT = re.compile(
    r"(?:^|[=(,:?&|!\[]|return|=>)\s*/((?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)/([a-z]*)(?=[\s,;.)\]]|$)"
)
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}


def patterns_in_scripts(folder: Path) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each pattern of the browser's scripts, as Python reads it: it matches by trying, as browsers do.

    Left out are those that Python does not read: look-behinds of several lengths. A class of Unicode is one letter."""
    for path in sorted(folder.rglob("*.js")):
        for line in path.read_text().splitlines():
            for source, flags in _IN_SCRIPT.findall("" if line.strip().startswith("//") else line):
                plain = re.sub(r"\\[pP]\{[^}]*\}", "a", source.replace("\\/", "/"))
                try:
                    pattern = re.compile(plain, sum(_FLAGS.get(flag, re.NOFLAG) for flag in set(flags)))
                except re.error:
                    continue
                yield f"{path.name} /{source}/", pattern


def attacks(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield each beginning and what to repeat after it."""
    tree = _parser.parse(pattern.pattern, pattern.flags)
    seen = set()
    for before, body in _repetitions(list(tree), ""):
        for pump in _pumps(body):
            if (before, pump) not in seen:
                seen.add((before, pump))
                yield before, pump


def _repetitions(nodes: list[Any], before: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield each repetition of more than one, with the shortest text that reaches it."""
    for kind, value in nodes:
        if kind in REPEATS:
            least, most, body = value
            if most > 1:
                yield before, list(body)
            yield from _repetitions(list(body), before)
            before += _shortest(list(body)) * least
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from _repetitions(list(branch), before)
            before += _shortest(list(value[1][0]))
        elif kind is sre.SUBPATTERN:
            yield from _repetitions(list(value[-1]), before)
            before += _shortest(list(value[-1]))
        elif kind is sre.ATOMIC_GROUP:
            yield from _repetitions(list(value), before)
            before += _shortest(list(value))
        else:
            before += _shortest([(kind, value)])


def _pumps(body: list[Any]) -> Iterator[str]:
    """Yield what a repetition may repeat: each alternative, and each sort of character."""
    if len(body) == 1 and body[0][0] is sre.BRANCH:
        for branch in body[0][1][1]:
            yield _shortest(list(branch))
    elif len(body) == 1 and body[0][0] in {sre.IN, sre.NOT_LITERAL, sre.ANY}:
        yield from [character for character in SAMPLES if _allows(body[0], character)][:MOST_SEPARATORS]
    else:
        yield _shortest(body)
        yield _shortest(body, longest=True)


def _allows(node: tuple[Any, Any], character: str) -> bool:
    kind, value = node
    if kind is sre.ANY:
        return character != "\n"
    if kind is sre.NOT_LITERAL:
        return ord(character) != value
    inverted = value[0][0] is sre.NEGATE
    return inverted != any(_contains(item, character) for item in value if item[0] is not sre.NEGATE)


def _contains(item: tuple[Any, Any], character: str) -> bool:
    kind, value = item
    if kind is sre.LITERAL:
        return chr(value) == character
    if kind is sre.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    categories = {
        sre.CATEGORY_DIGIT: character.isdigit(),
        sre.CATEGORY_SPACE: character.isspace(),
        sre.CATEGORY_WORD: character.isalnum() or character == "_",
        sre.CATEGORY_NOT_DIGIT: not character.isdigit(),
        sre.CATEGORY_NOT_SPACE: not character.isspace(),
        sre.CATEGORY_NOT_WORD: not (character.isalnum() or character == "_"),
    }
    return categories[value]


def _shortest(nodes: list[Any], *, longest: bool = False) -> str:
    """Return a short text that the nodes match; with `longest`, take the last alternative and one of each option."""
    text = ""
    for kind, value in nodes:
        if kind is sre.LITERAL:
            text += chr(value)
        elif kind in {sre.IN, sre.NOT_LITERAL, sre.ANY}:
            allowed = (character for character in SAMPLES if _allows((kind, value), character))
            text += next(allowed, _first_of(kind, value))
        elif kind is sre.BRANCH:
            text += _shortest(list(value[1][-1 if longest else 0]), longest=longest)
        elif kind is sre.SUBPATTERN:
            text += _shortest(list(value[-1]), longest=longest)
        elif kind is sre.ATOMIC_GROUP:
            text += _shortest(list(value), longest=longest)
        elif kind in REPEATS:
            text += _shortest(list(value[2]), longest=longest) * max(value[0], int(longest))
    return text


def _first_of(kind: Any, value: Any) -> str:
    if kind is sre.IN and value[0][0] is sre.LITERAL:
        return chr(value[0][1])
    if kind is sre.IN and value[0][0] is sre.RANGE:
        return chr(value[0][1][0])
    return "a"
