"""Count every stored figure again."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from community.forum.operations import recount


class Command(BaseCommand):
    help = "Count replies, last activity and groups again from the posts, and mend what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check only looks, and fails when something differs."""
        parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 when a figure is wrong")

    def handle(self, *, check: bool, **options: object) -> None:
        """Print each difference. Raises CommandError with --check when there is one."""
        count = 0
        for difference in recount(mend=not check):
            self.stdout.write(str(difference))
            count += 1
        if check and count:
            raise CommandError(f"{count} figures differ. Run `manage.py recount` to mend them.")
        self.stdout.write(f"{count} figures mended." if count else "Every figure is right.")
