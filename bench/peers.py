"""Put the peers' data set into the community: 200 members, one group, 1,000 threads, 50,000 posts.

`python -m bench.inside peers` loads it into the database of the environment, through the forum's own import.
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

NO_PASSWORD = "!"  # noqa: S105  (no hash begins so: nobody can sign in)
EDUCATION = Path(generating.__file__).parent / "content" / "education"


@transaction.atomic
def load() -> None:
    """Store everything. Raises AssertionError should a text not be what cleaning it gives."""
    load_content(EDUCATION)
    names = peer_dataset.users()
    Member.objects.bulk_create(
        Member(username=name, email=f"{name}@example.org", password=NO_PASSWORD) for name in names
    )
    people = {member.username: member for member in Member.objects.all()}
    group = Group.objects.create(name="Peers", slug="peers", description="What every peer was measured with.")
    for number, title, _, posts in peer_dataset.threads():
        found = [
            forum.ImportedPost(people[names[author]], text_of(body), datetime.fromtimestamp(at, UTC))
            for author, at, body in posts
        ]
        assert richtext.from_plain(posts[0][2]) == found[0].text, title
        forum.import_thread(group, key=f"peers/{number}", title=title, posts=found)


def text_of(body: str) -> richtext.RichText:
    """Two paragraphs of plain words as they come out of cleaning, without cleaning 50,000 of them.

    The first text of every thread is cleaned too, and must be the same."""
    first, second = body.split("\n\n")
    return richtext.RichText(f"<p>{first}</p><p>{second}</p>", f"{first}\n{second}")


def main() -> None:
    """Load, and let PostgreSQL look at what it got."""
    load()
    generating.tidy()
