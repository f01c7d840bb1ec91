"""The shape of what a member says about herself, and of how a reader likes her pages."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from community.members.display import Display
from community.members.models import HUES, Member

COLOURS = [
    _("Rose"),
    _("Apricot"),
    _("Honey"),
    _("Lime"),
    _("Leaf"),
    _("Mint"),
    _("Water"),
    _("Sky"),
    _("Bluebell"),
    _("Lavender"),
    _("Lilac"),
    _("Pink"),
]


def _languages() -> list[tuple[str, Any]]:
    return [("", _("Like my browser")), *settings.LANGUAGES]


class OneOf(forms.ChoiceField):
    """A few choices as radio buttons. The first, "", is what everybody has who chose nothing."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class DisplayForm(forms.Form):
    """How she likes her pages, and in which language. Its values are those of members/display.py."""

    theme = OneOf(
        label=_("Colours"),
        choices=[("", _("Like my device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    contrast = OneOf(
        label=_("Contrast"),
        choices=[("", _("Like my device")), ("more", _("More contrast"))],
    )
    text = OneOf(
        label=_("Text size"),
        choices=[("", _("Ordinary")), ("2", _("A little larger")), ("3", _("Larger")), ("4", _("Largest"))],
    )
    spacing = OneOf(
        label=_("Space between lines, words and letters"),
        choices=[("", _("Ordinary")), ("roomy", _("Roomy"))],
    )
    language = OneOf(
        label=_("Language"),
        choices=lazy(_languages, list),
        help_text=_("Buttons, menus and help. What people write here stays as they wrote it."),
    )

    @classmethod
    def of(cls, display: Display, language: str) -> "DisplayForm":
        """The form as it stands for somebody who chose this."""
        return cls(initial=vars(display) | {"language": language})

    @property
    def display(self) -> Display:
        """What was chosen, without the language."""
        return Display.from_values(self.cleaned_data)


class Words(forms.CharField):
    """Some lines of text. A browser counts an end of line as one letter, and sends two."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """As it was typed."""
        return cast(str, super().to_python(value)).replace("\r\n", "\n")


class AboutForm(forms.ModelForm[Member]):
    """What everybody may read about her, and the colour of her picture."""

    about = Words(
        label=_("About me"),
        required=False,
        max_length=300,
        help_text=_("Everyone can read this. Leave out what would tell who you are. 300 letters at most."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Please make it shorter: 300 letters at most.")},
    )
    hue = forms.TypedChoiceField(
        label=_("Colour of my picture"),
        choices=list(zip(range(1, HUES + 1), COLOURS, strict=True)),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a colour.")},
    )

    class Meta:
        model = Member
        fields = ["about", "hue"]


class WritingForm(forms.ModelForm[Member]):
    """How she writes: with the editor, or for good in a plain box."""

    plain_box = forms.BooleanField(
        label=_("Always a plain box"),
        required=False,
        help_text=_(
            "Without bold, lists and links. It works best with some screen readers, dictation and older phones."
        ),
    )

    class Meta:
        model = Member
        fields = ["plain_box"]
