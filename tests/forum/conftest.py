"""Groups with narrower audiences, and the members who may read in them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Audience, Group, Membership, Thread
from community.members.models import Member
from tests.acts import make_member, start


@pytest.fixture
def group_member(closed: Group) -> Member:
    """A member of the private group."""
    member = make_member("Inga")
    Membership.objects.create(group=closed, member=member)
    return member


@pytest.fixture
def quiet(db) -> Group:
    """A group for members."""
    return Group.objects.create(slug="quiet", name="Quiet Corner", audience=Audience.MEMBERS, position=1)


@pytest.fixture
def closed(db) -> Group:
    """A private group."""
    return Group.objects.create(slug="closed", name="Closed Circle", audience=Audience.PRIVATE, position=2)


@pytest.fixture
def private_thread(closed: Group, group_member: Member) -> Thread:
    """A discussion among the people of the private group."""
    return start(closed, group_member, "Only among ourselves").thread


@pytest.fixture
def members_thread(group: Group, maria: Member) -> Thread:
    """A members' discussion in a public group."""
    return start(group, maria, "Only for members", audience=Audience.MEMBERS).thread


@pytest.fixture
def long_thread(group: Group, maria: Member, ines: Member) -> Callable[[int], Thread]:
    """Create a discussion of this many posts, by Maria and Ines in turn, a minute apart."""

    def make(
        posts: int, title: str = "A long road", group: Group = group, started_at: datetime | None = None
    ) -> Thread:
        started_at = started_at or timezone.now() - timedelta(days=400)
        return forum.import_thread(
            group,
            key=title,
            title=title,
            posts=[
                forum.ImportedPost(
                    author=(maria, ines)[number % 2],
                    text=richtext.from_plain(f"This is post number {number + 1}."),
                    at=started_at + timedelta(minutes=number),
                )
                for number in range(posts)
            ],
        )

    return make
