"""Gather the texts to translate from our own code and templates: Django's command, with this project's options."""

from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

WITHOUT_TEXTS = ["bench", "docs", "static", "tests", "var"]


class Command(makemessages.Command):
    # A guessed translation looks finished and is wrong: a text that changed starts empty instead.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's own, with defaults that keep a catalogue's diff to what changed in it."""
        super().add_arguments(parser)
        parser.set_defaults(
            all=True, add_location="file", no_obsolete=True, no_wrap=True, ignore_patterns=WITHOUT_TEXTS
        )
