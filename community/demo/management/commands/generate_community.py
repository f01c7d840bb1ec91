"""Fill an empty community for benchmarks."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.demo import generating
from community.demo.crowd import Sizes
from community.members.models import Member


class Command(BaseCommand):
    help = "Generate members, discussions and posts, the same ones for the same sizes. Nobody can sign in as them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the sizes."""
        parser.add_argument("--posts", type=int, default=50_000)
        parser.add_argument("--threads", type=int, default=2_500)
        parser.add_argument("--members", type=int, default=5_000)
        parser.add_argument("--longest", type=int, help="replies of the longest discussion; a tenth of the posts")
        parser.add_argument("--anyway", action="store_true", help="also where there are members already")

    def handle(
        self, *, posts: int, threads: int, members: int, longest: int | None, anyway: bool, **options: Any
    ) -> None:
        """Generate. Raises CommandError if there are members already, or for impossible sizes."""
        if Member.objects.exists() and not anyway:
            raise CommandError("There are members here. With --anyway the generated ones are put beside them.")
        sizes = Sizes(posts, threads, members, posts // 10 if longest is None else longest)
        began = time.monotonic()
        try:
            sizes.check()
        except ValueError as mismatch:
            raise CommandError(str(mismatch)) from mismatch
        for step in generating.Generator(sizes).steps():
            self.stdout.write(f"  {time.monotonic() - began:6.1f} s  {step}")
            self.stdout.flush()
        generating.analyse()
        self.stdout.write(f"  {time.monotonic() - began:6.1f} s  The database has looked through all of it.")
