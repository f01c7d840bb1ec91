"""Load the example community: members, groups, threads and education pages."""

from typing import Any

from django.core.management.base import BaseCommand

from community.demo import loading
from community.demo.accounts import check_is_demo


class Command(BaseCommand):
    help = "Load the example content. A second run adds nothing that is there already."

    def handle(self, **options: Any) -> None:
        """Load it, and print each step. Raises CommandError outside the demo, before anything is written."""
        check_is_demo()
        for step in loading.steps():
            self.stdout.write(f"  {step}")
            self.stdout.flush()
