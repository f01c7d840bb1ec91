"""Read the submitted fields of a failed request, for the page that reports the failure.

It needs no database, session or user: those may be what failed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.forms.utils import pretty_name
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.debug import SafeExceptionReporterFilter

from community.core.http.origins import from_own_page, own_page
from community.core.input_recovery.forms import declared_fields
from community.core.text import richtext

# Tokens for `autocomplete` that name a secret (HTML, "Autofilling form controls").
SECRET_AUTOCOMPLETE = {"current-password", "new-password", "one-time-code"}
SHORT = 40  # characters; an undeclared value up to this length without white space is taken for a machine's


@dataclass(frozen=True)
class SubmittedField:
    """One submitted value.

    `kind` is "line", "text", "rich" (rendered as `html`), "secret" (to be typed again), or "carried" (resubmitted, not
    shown)."""

    name: str
    value: str
    kind: str
    label: str | Promise = ""
    html: SafeString = SafeString("")  # noqa: RUF009 (immutable)
    autocomplete: str = ""


@dataclass(frozen=True)
class SubmittedForm:
    """All values of a submitted form."""

    fields: list[SubmittedField]

    @property
    def has_words(self) -> bool:
        """Return whether any value was typed by a person."""
        return any(field.kind in {"line", "text", "rich"} for field in self.fields)


def submitted_fields(request: HttpRequest) -> SubmittedForm | None:
    """Return what one of our pages submitted; None for other requests and for a body that cannot be read.

    Secrets are left out. So is what another site submitted: the error page would resend it with a valid token."""
    if request.method != "POST":
        return None
    try:
        if not from_own_page(request):
            return None
        lists = list(request.POST.lists())
    except (SuspiciousOperation, BadRequest, MultiPartParserError, OSError):  # too large, malformed, or disconnected
        return None
    declared = declared_fields(request)
    html_names = {name for name, field in declared.items() if _is_html(field, request.POST)}
    fields: list[SubmittedField] = []
    for name, values in lists:
        for value in values:
            field = declared.get(name)
            fields += (
                _declared(name, str(value), field, is_html=name in html_names)
                if field
                else _undeclared(name, str(value))
            )
    return SubmittedForm(fields)


def _is_html(field: forms.Field, submitted: Mapping[str, str]) -> bool:
    """Return whether a field holds HTML: it names in `html_if` the field that says so."""
    return bool(submitted.get(getattr(field, "html_if", "")))


def _declared(name: str, value: str, field: forms.Field, *, is_html: bool) -> Iterator[SubmittedField]:
    """Read a value as its form's field and widget describe it."""
    widget, label = field.widget, field.label or pretty_name(name)
    autocomplete = str(widget.attrs.get("autocomplete", ""))
    if isinstance(widget, forms.PasswordInput) or autocomplete in SECRET_AUTOCOMPLETE:
        yield SubmittedField(name, "", "secret", label, autocomplete=autocomplete or "current-password")
    elif not value.strip() or _is_carried(widget):
        yield SubmittedField(name, value, "carried")
    elif is_html and (html := _safe(value)):
        yield SubmittedField(name, value, "rich", label, html)
    else:
        yield SubmittedField(name, value, "text" if isinstance(widget, forms.Textarea) else "line", label)


def _is_carried(widget: forms.Widget) -> bool:
    """Return whether a widget's value is chosen or hidden, not typed; nobody can reach one with tabindex -1."""
    chosen = isinstance(widget, forms.CheckboxInput | forms.widgets.ChoiceWidget)
    return widget.is_hidden or chosen or str(widget.attrs.get("tabindex", "")) == "-1"


def _undeclared(name: str, value: str) -> Iterator[SubmittedField]:
    """Guess from its name and value what a field of no declared form is."""
    if SafeExceptionReporterFilter.hidden_settings.search(name) or name == "csrfmiddlewaretoken":
        return
    is_typed = re.search(r"\s", value) or (len(value) > SHORT and not own_page(value))
    if is_typed and value.strip():
        yield SubmittedField(name, value, "text", _("Your text"))
    else:
        yield SubmittedField(name, value, "carried")


def _safe(markup: str) -> SafeString:
    try:
        return mark_safe(richtext.clean(markup).html)  # noqa: S308 (this is what richtext is for)
    except richtext.TooMuch:
        return SafeString("")
