"""Synonyms, which editors change in the admin, and the words of public texts, from which spelling is corrected."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.search.terms import words_in


class Synonyms(models.Model):
    """Words that a search takes for one another, such as a drug's names."""

    words = models.CharField(
        _("words that mean the same"),
        max_length=500,
        unique=True,
        help_text=_("Two or more, with a comma between them: tamoxifen, Nolvadex. Each can be up to four words long."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["words"]
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        """Check that there are two words at least. Raises ValidationError."""
        if len(phrases_in(self.words)) < 2:
            raise ValidationError({"words": _("Enter at least two words, with a comma between them.")})


class KnownWord(models.Model):
    """A word of public texts, and in how many it was when it was last counted (manage.py reindex)."""

    word = models.CharField(max_length=40, primary_key=True)
    uses = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.word}: {self.uses}"


def phrases_in(words: str) -> list[tuple[str, ...]]:
    """The phrases of a line of synonyms, each as its folded words."""
    phrases = [tuple(words_in(part)) for part in words.split(",")]
    return list(dict.fromkeys(phrase for phrase in phrases if phrase))
