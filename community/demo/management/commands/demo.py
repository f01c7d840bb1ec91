"""Prepare the database and the example content, and run the demo; used by `make demo`."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from community.core.management.commands.serve import check_port_is_free, port_number
from community.demo.accounts import PASSWORD, check_is_demo, sign_ins


class Command(BaseCommand):
    help = "Prepare the demo, print how to sign in, and run it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the port, and restarting for developers."""
        parser.add_argument("--port", default=8000)
        parser.add_argument("--reload", action="store_true", help="for developers: start again when Python changes")

    def handle(self, *, port: int | str, reload: bool, **options: Any) -> None:
        """Run the demo. Raises CommandError outside it, since its password is public."""
        check_is_demo()
        port = port_number(port)
        check_port_is_free("127.0.0.1", port)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        if not settings.DEBUG:  # with DEBUG static files are served without collecting them
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_example", stdout=self.stdout)
        self.stdout.write(f"\nSign in with the password {PASSWORD} as:")
        for person in sign_ins():
            second = f"second factor {person.secret}, code now {person.code}" if person.secret else ""
            self.stdout.write(f"  {person.username:<10} {second}")
        self.stdout.write(f"Codes and mail are shown at http://127.0.0.1:{port}/demo/")
        call_command("serve", port=port, reload=reload, stdout=self.stdout)
