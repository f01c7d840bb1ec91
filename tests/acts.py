"""Create members, discussions, replies and images through the operations that the site uses."""

from uuid import uuid4

from community.composing import operations as composing
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group, Post, Thread
from community.members.models import Member, Role
from tests.composing.hostile_images import drawn, saved

PASSWORD = "a long calm evening"


def make_member(username: str, role: str = Role.MEMBER) -> Member:
    """Create a member with a confirmed address."""
    member = Member.objects.create_user(username, f"{username.lower()}@example.org", PASSWORD, role)
    member.emailaddress_set.create(email=member.email, verified=True, primary=True)
    return member


def start(group: Group, author: Member, title: str, body: str = "How did you get through it?", **more) -> Post:
    """Start a discussion through the forum's operation."""
    return forum.start_thread(group, author=author, title=title, text=richtext.from_plain(body), token=uuid4(), **more)


def add_picture(member: Member, draft_key: str, alt: str = "Two cups of tea") -> composing.Chosen:
    """Add an image to a draft; the result can be passed to `reply`."""
    image = composing.add_picture(member, draft_key, lambda: saved(drawn(), "JPEG"))
    return composing.Chosen(image.name, alt)


def reply(thread: Thread, author: Member, body: str = "Thinking of you.", **more) -> Post:
    """Reply through the forum's operation."""
    return forum.reply_to(thread, author=author, text=richtext.from_plain(body), token=uuid4(), **more)
