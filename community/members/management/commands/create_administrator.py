"""Create the first administrator of a real community."""

import getpass
import sys
from argparse import ArgumentParser

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from community.core.text.email_addresses import clean_address
from community.members.models import Member, Role

HOW_WITHOUT_TERMINAL = (
    "There is no administrator yet, and nobody at a keyboard to ask. Create one later, in a terminal in the folder of"
    " Alongside:\n  bin/serve create_administrator\nor, from a script, with the password in a file:\n"
    "  bin/serve create_administrator NAME ADDRESS --password-stdin < FILE"
)

NOT_UTF_8 = (
    "What was entered is not in UTF-8, so there is no administrator yet. Save the file with the password as UTF-8, or"
    " choose letters and figures without accents."
)


class Command(BaseCommand):
    help = "Create an administrator, who sets up a second factor at the first sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add name and address, which are prompted for when missing; the password is never an argument."""
        parser.add_argument("username", nargs="?", default="")
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
        parser.add_argument("--if-none", action="store_true", help="do nothing when there is one already")

    def handle(self, *, username: str, email: str, password_stdin: bool, if_none: bool, **options: object) -> None:
        """Store the administrator with a verified address. Raises CommandError for invalid input."""
        if if_none and Member.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
            return
        if not sys.stdin.isatty() and not (username and email and password_stdin):
            raise CommandError(HOW_WITHOUT_TERMINAL)
        try:
            username = username or input("Choose a name for the first administrator: ")
            email = email or input("The administrator's email address: ")
            password = input() if password_stdin else getpass.getpass("Password for the administrator: ")
        except EOFError as no_more:
            raise CommandError("Nothing was entered, so there is no administrator yet.") from no_more
        except UnicodeDecodeError as wrong:
            raise CommandError(NOT_UTF_8) from wrong
        if any("\ud800" <= character <= "\udfff" for character in f"{username}{email}{password}"):
            raise CommandError(NOT_UTF_8)  # in some locales Python lets such bytes through
        try:
            email = clean_address(email).lower()  # allauth looks addresses up in lower case
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        member = Member(username=username, email=email, role=Role.ADMINISTRATOR)
        try:
            validate_password(password, member)
            member.set_password(password)
            member.full_clean()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        try:
            with transaction.atomic():
                member.save()
                EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
        except IntegrityError as duplicate:  # somebody's secondary address, which full_clean() does not check
            raise CommandError("Somebody has this address already.") from duplicate
        self.stdout.write(f"{username} is an administrator now. Sign in at /accounts/login/.")
