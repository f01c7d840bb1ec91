"""Collect the texts to translate, with this project's options for Django's command."""

from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

WITHOUT_TEXTS = ["bench", "docs", "static", "tests", "var"]


class Command(makemessages.Command):
    # A fuzzy match looks translated but is wrong; a changed text starts without a translation instead.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: CommandParser) -> None:
        """Set defaults that limit the diff of a catalogue to what changed."""
        super().add_arguments(parser)
        parser.set_defaults(
            all=True, add_location="file", no_obsolete=True, no_wrap=True, ignore_patterns=WITHOUT_TEXTS
        )
