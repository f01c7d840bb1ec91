"""Erase the text of a post for good, in the name of two moderators."""

from argparse import ArgumentParser

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from community.forum import operations as forum
from community.forum.models import Post
from community.members.models import Member
from community.moderation import operations
from community.moderation.models import AuditEntry
from community.moderation.operations.redaction import asked_by as has_been_asked


class Command(BaseCommand):
    help = "Erase the text and the pictures of a post wherever they are stored. Nobody can get them back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The post, the reason, and the two moderators who have agreed on it."""
        parser.add_argument("post", type=int, help="the number in the post's address: 123 of /posts/123/")
        parser.add_argument("--asked-by", required=True, help="the username of the moderator who asks for it")
        parser.add_argument("--done-by", required=True, help="the username of the one who agrees")
        parser.add_argument("--reason", required=True, help="what the author will read; don't repeat the text")

    def handle(self, *, post: int, asked_by: str, done_by: str, reason: str, **options: object) -> None:
        """Erase it, and say in how many other texts it was. Raises CommandError with a sentence."""
        found = Post.objects.filter(pk=post).first()
        if found is None:
            raise CommandError(f"There is no post {post}.")
        first, second = (self._moderator(name) for name in (asked_by, done_by))
        try:
            if has_been_asked(found) is None:
                operations.ask_redaction(found, operations.Decision(by=first, reason=reason))
            entry: AuditEntry = operations.redact_post(found, operations.Decision(by=second, reason=reason))
        except (PermissionDenied, forum.NotPossible) as refused:
            raise CommandError(str(refused)) from refused
        forum.purge()
        numbers = ", ".join(f"{name}: {count}" for name, count in entry.before.items())
        self.stdout.write(f"The text of post {post} is erased ({numbers}).")

    def _moderator(self, name: str) -> Member:
        member = Member.objects.filter(username__iexact=name).first()
        if member is None:
            raise CommandError(f"There is no member {name}.")
        return member
