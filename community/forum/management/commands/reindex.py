"""Build the search index."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from community.forum.operations import count_public_words, reindex

STEP = 10_000  # posts between two lines


class Command(BaseCommand):
    help = "Build the search index from all posts and titles, while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--missing indexes what is not there yet; --after goes on where a run was stopped."""
        parser.add_argument("--missing", action="store_true", help="only posts that are not in the index")
        parser.add_argument("--after", type=int, default=0, metavar="POST", help="go on after this post")

    def handle(self, *, missing: bool, after: int, **options: object) -> None:
        """Print how far it is."""
        reported = 0

        def report(done: int, last: int) -> None:
            nonlocal reported
            if done - reported >= STEP:
                reported = done
                self.stdout.write(f"Up to post {done} of {last}. To go on from here: manage.py reindex --after {done}")

        count = reindex(report, after=after, only_missing=missing)
        self.stdout.write(f"{count} posts indexed.")
        count_public_words()
        self.stdout.write("The words of public texts are counted.")
