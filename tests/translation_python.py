"""Find texts in Python that are shown on a page and cannot be translated."""

import ast
import re
from collections.abc import Iterator

LETTER = re.compile(r"[^\W\d_]")
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# Messages of these exceptions are shown on a page.
SHOWN_ERRORS = {"PermissionDenied", "ValidationError", "NotPossible", "Stale"}
MESSAGES = {"debug", "info", "success", "warning", "error"}
SHOWN_KEYWORDS = {
    "label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "short_description", "site_header",
    "site_title", "index_title",
}  # fmt: skip
CHOICES = {"TextChoices", "IntegerChoices"}


def forgotten(source: str) -> list[str]:
    """Yield "line: text" for texts shown without gettext, and for gettext calls that extraction cannot find."""
    return [f"{line}: {words}" for node in ast.walk(ast.parse(source)) for line, words in _in(node)]


def _in(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Call():
            yield from _in_call(node)
        case ast.ClassDef():
            yield from _in_class(node)


def _in_call(call: ast.Call) -> Iterator[tuple[int, str]]:
    name, owner = _name(call.func), _name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    first = call.args[0] if call.args else None
    if name in GETTEXT and any(_is_put_together(arg) for arg in call.args):
        yield call.lineno, f"{ast.unparse(call)} (gettext finds whole sentences in quotes only)"
    if owner == "messages" and name in MESSAGES and len(call.args) > 1:
        yield from _words(call.args[1])
    if name in SHOWN_ERRORS and first:
        yield from _words(first)
    if name.endswith("Field") and owner == "models" and first:
        yield from _words(first)
    for keyword in call.keywords:
        if keyword.arg in SHOWN_KEYWORDS or (keyword.arg == "description" and owner == "admin"):
            yield from _words(keyword.value)
        elif keyword.arg == "error_messages" and isinstance(keyword.value, ast.Dict):
            for value in keyword.value.values:
                yield from _words(value)


def _in_class(described: ast.ClassDef) -> Iterator[tuple[int, str]]:
    """Yield names in Meta and in the admin, and the labels of choices."""
    are_choices = any(_name(base) in CHOICES for base in described.bases)
    for line in described.body:
        if not isinstance(line, ast.Assign):
            continue
        target = _name(line.targets[0])
        if target in SHOWN_KEYWORDS:
            yield from _words(line.value)
        elif are_choices and target.isupper():
            if isinstance(line.value, ast.Tuple):
                yield from _words(line.value.elts[-1])
            else:
                yield line.lineno, f"{target} has no words"


def _words(value: ast.expr) -> Iterator[tuple[int, str]]:
    """Yield the value itself, where it is text and not a call of gettext."""
    match value:
        case ast.Constant(value=str() as words) if LETTER.search(words):
            yield value.lineno, words
        case ast.JoinedStr() | ast.BinOp():
            if not any(isinstance(part, ast.Call) and _name(part.func) in GETTEXT for part in ast.walk(value)):
                yield value.lineno, ast.unparse(value)
        case ast.IfExp():
            yield from _words(value.body)
            yield from _words(value.orelse)


def _is_put_together(value: ast.expr) -> bool:
    """Return whether this is no whole sentence; a name is fine, where gettext_noop marked its values."""
    return isinstance(value, (ast.JoinedStr, ast.BinOp)) or (
        isinstance(value, ast.Call) and _name(value.func) == "format"
    )


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
