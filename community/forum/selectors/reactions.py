"""Load who reacted to a post."""

from community.forum.models import Post, Reaction, Support

NAMES = 100


def support_of(post: Post) -> list[tuple[Reaction, list[Support]]]:
    """Group the newest NAMES reactions to a post by kind, each in the order in which they were given."""
    newest = list(post.support.select_related("member").order_by("-given_at", "-pk")[:NAMES])
    newest.reverse()
    by_reaction = [(reaction, [support for support in newest if support.reaction == reaction]) for reaction in Reaction]
    return [(reaction, supports) for reaction, supports in by_reaction if supports]
