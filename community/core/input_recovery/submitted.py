"""What was typed into a form that failed, ready to be shown on the page that says so.

Nothing here asks the database, the session or who somebody is: it serves the pages for when those are away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from community.core.http.origins import from_own_page
from community.core.text import richtext

NEVER = {"csrfmiddlewaretoken"}
# Needed to send it again, and nobody's words.
CARRIED = {"token", "rich", "shared", "undescribed", "page", "next", "website"}
LABELS: dict[str, str | Promise] = {
    "title": _("Title"),
    "email": _("Email"),
    "login": _("Username or email"),
    "username": _("Username"),
}
SECRETS: dict[str, tuple[str | Promise, str]] = {
    "password": (_("Password"), "current-password"),
    "oldpassword": (_("Current password"), "current-password"),
    "password1": (_("Password"), "new-password"),
    "password2": (_("Password (again)"), "new-password"),
    "code": (_("Code"), "one-time-code"),
}
WORDS = {"body", "text", "note"}
LONG = 40  # characters: more is not typed by a machine


@dataclass(frozen=True)
class SubmittedField:
    """One value of a form. `kind` is line, text or rich (`html` shows it), secret (not given back) or carried."""

    name: str
    value: str
    kind: str
    label: str | Promise = ""
    html: SafeString = SafeString("")  # noqa: RUF009 (immutable)
    autocomplete: str = ""


@dataclass(frozen=True)
class SubmittedForm:
    """All that a form held."""

    fields: list[SubmittedField]

    @property
    def has_words(self) -> bool:
        """Whether there is anything that somebody would miss."""
        return any(field.kind in {"line", "text", "rich"} for field in self.fields)


def submitted_fields(request: HttpRequest) -> SubmittedForm | None:
    """What a page of ours sent with this request; None for what is no form of ours, or cannot be read.

    Passwords and codes are left out. What another site sent is not given back either: it would come with a valid token,
    and the button would do what that site wants."""
    if request.method != "POST":
        return None
    try:
        if not from_own_page(request):
            return None
        lists = list(request.POST.lists())
    except (SuspiciousOperation, BadRequest, MultiPartParserError, OSError):  # too much, broken, or she went away
        return None
    rich = bool(request.POST.get("rich"))
    return SubmittedForm(
        [field for name, values in lists for value in values for field in _field(name, str(value), rich)]
    )


def _field(name: str, value: str, rich: bool) -> Iterator[SubmittedField]:
    if name in NEVER:
        return
    if name in SECRETS:
        label, autocomplete = SECRETS[name]
        yield SubmittedField(name, "", "secret", label, autocomplete=autocomplete)
    elif name in CARRIED or not value.strip():
        yield SubmittedField(name, value, "carried")
    elif name in LABELS:
        yield SubmittedField(name, value, "line", LABELS[name])
    elif name == "body" and rich and (html := _safe(value)):
        yield SubmittedField(name, value, "rich", _("Your text"), html)
    elif name in WORDS or len(value) > LONG or re.search(r"\s", value):
        yield SubmittedField(name, value, "text", _("Your text"))
    else:
        yield SubmittedField(name, value, "carried")


def _safe(markup: str) -> SafeString:
    try:
        return mark_safe(richtext.clean(markup).html)  # noqa: S308 (this is what richtext is for)
    except richtext.TooMuch:
        return SafeString("")
