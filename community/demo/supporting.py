"""Who sends whom a hug in the example: a few reactions under some posts, the same on every machine."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from community.demo.wording import Dice
from community.forum.models import Reaction, Support
from community.forum.operations import ImportedPost

LIKELY = {Reaction.HUG: 5, Reaction.THANKS: 3, Reaction.SAME: 3, Reaction.HELPFUL: 2}
OPENING = (2, 9)  # how many send one to whoever opens a discussion,
REPLY = (1, 4)  # and to a reply,
NOW_AND_THEN = 0.15  # if it is one of those that get any


def with_support(key: str, posts: Sequence[ImportedPost]) -> list[ImportedPost]:
    """The posts of the discussion `key`, some with reactions from the people who took part in it."""
    dice = Dice(f"{key}/support")
    people = list({post.author.pk: post.author for post in posts}.values())

    def supported(post: ImportedPost, least: int, most: int) -> ImportedPost:
        others = [person for person in people if person != post.author and person.date_joined < post.at]
        givers = dice.sample(others, min(dice.randint(least, most), len(others)))
        reactions = dice.choices(list(LIKELY), list(LIKELY.values()), k=len(givers))
        given = [
            Support(member=giver, reaction=reaction, given_at=post.at + timedelta(minutes=dice.randint(5, 3000)))
            for giver, reaction in zip(givers, reactions, strict=True)
        ]
        return replace(post, support=given)

    opening, *replies = posts
    return [
        supported(opening, *OPENING),
        *(supported(reply, *REPLY) if dice.chance(NOW_AND_THEN) else reply for reply in replies),
    ]
