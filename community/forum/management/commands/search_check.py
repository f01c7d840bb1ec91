"""Compare the search index with the posts and titles."""

from django.core.management.base import BaseCommand, CommandError

from community.forum.operations import search_differences

SHOWN = 20


class Command(BaseCommand):
    help = "Compare the search index with all posts and titles; fail when something differs."

    def handle(self, **options: object) -> None:
        """Print the first differences. Raises CommandError when there is one."""
        count = 0
        for difference in search_differences():
            count += 1
            if count <= SHOWN:
                self.stdout.write(difference)
        if count:
            raise CommandError(f"{count} differences. Run `manage.py reindex` to mend them.")
        self.stdout.write("The search index is right.")
