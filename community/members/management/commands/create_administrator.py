"""Create the first administrator of a real community."""

import getpass
from argparse import ArgumentParser

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from community.members.models import Member, Role


class Command(BaseCommand):
    help = "Create an administrator. She sets up her second factor when she first signs in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is not given is asked for; the password is asked for, or read from standard input."""
        parser.add_argument("username", nargs="?", default="")
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
        parser.add_argument("--if-none", action="store_true", help="do nothing when there is one already")

    def handle(self, *, username: str, email: str, password_stdin: bool, if_none: bool, **options: object) -> None:
        """Store her with a confirmed address. Raises CommandError with a sentence for wrong input."""
        if if_none and Member.objects.filter(role=Role.ADMINISTRATOR).exists():
            return
        try:
            username = username or input("Choose a name for the first administrator: ")
            email = email or input("Her email address: ")
        except EOFError as nobody:
            raise CommandError("Create an administrator with: manage.py create_administrator NAME ADDRESS") from nobody
        # In lower case: allauth looks addresses up that way, and would not let her in with capitals.
        email = email.lower()
        member = Member(username=username, email=email, role=Role.ADMINISTRATOR)
        password = input() if password_stdin else getpass.getpass("Password for the administrator: ")
        try:
            validate_password(password, member)
            member.set_password(password)
            member.full_clean()
        except ValidationError as wrong:
            raise CommandError("\n".join(wrong.messages)) from wrong
        try:
            with transaction.atomic():
                member.save()
                EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
        except IntegrityError as taken:  # a second address of a member, which full_clean() does not know of
            raise CommandError("Somebody has this address already.") from taken
        self.stdout.write(f"{username} is an administrator now. Sign in at /accounts/login/.")
