"""Find whom a post concerns: members named in it with @, and authors whom it quotes."""

import re
from typing import TYPE_CHECKING

from django.db.models.functions import Lower

from community.core.text import richtext
from community.core.text.richtext import RichText
from community.forum.models import Post, State, Thread
from community.forum.selectors.mentions import readers_of
from community.forum.selectors.who_hears import hearing
from community.members.models import Member
from community.notifications.models import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES_CAP = 20
QUOTES_CAP = 20
# A quote begins with a paragraph that links to the post: <blockquote><p><a href="/posts/123/">Ines</a> wrote:</p> ...
# Renaming or anonymising an author finds their name in quotes by this form (forum/quoting.py writes it).
QUOTE = re.compile(r'<blockquote><p>[^<]*<a href="/posts/(\d{1,18})/"')


def link_names(post: Post, thread: Thread) -> dict[int, str]:
    """Link each @name of a member who may read the thread to their page. Does not save the post.

    Returns the lower-case names by the members' keys. One query for at most NAMES_CAP names; none without an @."""
    names = sorted(richtext.names_in(post.html))[:NAMES_CAP] if "@" in post.plain else []
    if not names:
        return {}
    people = Member.objects.annotate(lower=Lower("username")).filter(readers_of(thread), lower__in=names)
    people_by_name = {person.username.lower(): person for person in people.only("pk", "username")}
    addresses = {name: person.get_absolute_url() for name, person in people_by_name.items()}
    post.html = richtext.link_names(RichText(post.html, post.plain), addresses).html
    return {person.pk: name for name, person in people_by_name.items()}


def to_notify(post: Post, thread: Thread, named: "Mapping[int, str]") -> dict[int, str]:
    """The members whom a new post concerns, each with one kind: the first that fits of mention, quote, answer.

    Only those who hear of it (selectors/who_hears.py). A follower who is none of these is notified as a follower."""
    answered = post.answers.author if post.answers else None
    may_read = answered and thread.is_visible_to(answered)
    personal: dict[int, str] = {answered.pk: Kind.ANSWERED} if answered and may_read else {}
    personal |= dict.fromkeys(_quoted(post, thread), Kind.QUOTED)
    personal |= dict.fromkeys(named, Kind.MENTIONED)
    return {pk: personal[pk] for pk in hearing(personal, post, thread)}


def concerned(html: str) -> set[str]:
    """The names and the quoted posts in a text: what to_notify() finds members by."""
    return {f"@{name}" for name in richtext.names_in(html)} | set(QUOTE.findall(html))


def _quoted(post: Post, thread: Thread) -> list[int]:
    """The authors of this thread's posts that the post quotes, if they may read the thread."""
    pks = list(dict.fromkeys(int(pk) for pk in QUOTE.findall(post.html)))[:QUOTES_CAP]
    if not pks:
        return []
    quoted = Post.objects.filter(pk__in=pks, thread=thread, state=State.PUBLISHED).values("author_id")
    return list(Member.objects.filter(readers_of(thread), pk__in=quoted).values_list("pk", flat=True))
