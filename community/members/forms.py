"""Forms for a member's profile, display choices and writing preferences."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from community.core.text.fields import LinesField
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
    return [("", _("Same as my browser")), *settings.LANGUAGES]


class OptionalRadioField(forms.ChoiceField):
    """Optional radio buttons; "" is the default."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class DisplayForm(forms.Form):
    """Display choices and language; its values are those of members/display.py."""

    theme = OptionalRadioField(
        label=_("Colours"),
        choices=[("", _("Same as my device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    contrast = OptionalRadioField(
        label=_("Contrast"),
        choices=[("", _("Same as my device")), ("more", _("More contrast"))],
    )
    text = OptionalRadioField(
        label=_("Text size"),
        choices=[("", _("Normal")), ("2", _("A little larger")), ("3", _("Larger")), ("4", _("Largest"))],
    )
    spacing = OptionalRadioField(
        label=_("Space between lines, words and letters"),
        choices=[("", _("Normal")), ("roomy", _("Wider"))],
    )
    language = OptionalRadioField(
        label=_("Language"),
        choices=lazy(_languages, list),
        help_text=_("For buttons, menus and help. What people write here isn’t translated."),
    )

    @classmethod
    def for_choices(cls, display: Display, language: str) -> "DisplayForm":
        """Build an unbound form with these choices selected."""
        return cls(initial=vars(display) | {"language": language})

    @property
    def display(self) -> Display:
        """Return the choices without the language."""
        return Display.from_values(self.cleaned_data)


class AboutForm(forms.ModelForm[Member]):
    """The public description of a member, the avatar colour, and whether the search finds them."""

    about = LinesField(
        label=_("About me"),
        required=False,
        max_length=300,
        help_text=_("Everyone can read this. Leave out anything that could identify you. Up to 300 characters."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Shorten it to 300 characters or fewer.")},
    )
    hue = forms.TypedChoiceField(
        label=_("Colour of my picture"),
        choices=list(zip(range(1, HUES + 1), COLOURS, strict=True)),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a colour.")},
    )
    findable = forms.BooleanField(
        label=_("Let people find me in the search"),
        required=False,
        help_text=_("When someone searches for your username, we’ll show them your profile."),
    )

    class Meta:
        model = Member
        fields = ["about", "hue", "findable"]


class WritingForm(forms.ModelForm[Member]):
    """Whether to write with the editor, or always in a plain text box."""

    plain_box = forms.BooleanField(
        label=_("Always use a plain text box"),
        required=False,
        help_text=_("No bold, lists or links. This works best with some screen readers, dictation and older phones."),
    )

    class Meta:
        model = Member
        fields = ["plain_box"]
