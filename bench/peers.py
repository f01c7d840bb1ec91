"""Load the peers' data set: 200 members, one group, 1,000 threads, 50,000 posts.

`python -m bench.inside peers` loads it into the environment's database with the forum's import.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from bench import peer_dataset
from community.core.text import richtext
from community.demo import generating
from community.education.operations import load_content
from community.forum import operations as forum
from community.forum.models import Group
from community.members.models import Member

NO_PASSWORD = "!"  # noqa: S105  (not a valid hash: nobody can sign in)
EDUCATION = Path(generating.__file__).parent / "content" / "education"


@transaction.atomic
def load() -> None:
    """Store everything. Raises AssertionError when text_of differs from richtext.from_plain."""
    load_content(EDUCATION)
    names = peer_dataset.users()
    Member.objects.bulk_create(
        Member(username=name, email=f"{name}@example.org", password=NO_PASSWORD) for name in names
    )
    members = {member.username: member for member in Member.objects.all()}
    group = Group.objects.create(name="Peers", slug="peers", description="What every peer was measured with.")
    for number, title, _, posts in peer_dataset.threads():
        imported = [
            forum.ImportedPost(members[names[author]], text_of(body), datetime.fromtimestamp(at, UTC))
            for author, at, body in posts
        ]
        assert richtext.from_plain(posts[0][2]) == imported[0].text, title
        forum.import_thread(group, key=f"peers/{number}", title=title, posts=imported)


def text_of(body: str) -> richtext.RichText:
    """Build what richtext.from_plain returns for two paragraphs, without sanitising 50,000 texts.

    load() compares the first post of every thread."""
    first, second = body.split("\n\n")
    return richtext.RichText(f"<p>{first}</p><p>{second}</p>", f"{first}\n{second}")


def main() -> None:
    """Load the data set, and let PostgreSQL analyse it."""
    load()
    generating.analyse()
