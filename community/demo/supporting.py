"""Add reactions to some posts of the example, the same on every machine."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from community.demo.wording import Dice
from community.forum.models import Reaction, Support
from community.forum.operations import ImportedPost

WEIGHTS = {Reaction.HUG: 5, Reaction.THANKS: 3, Reaction.SAME: 3, Reaction.HELPFUL: 2}
OPENING = (2, 9)  # fewest and most reactions to an opening post
REPLY = (1, 4)  # and to a reply that has any
REPLIES_WITH_ANY = 0.15  # share of replies


def with_support(key: str, posts: Sequence[ImportedPost]) -> list[ImportedPost]:
    """Return the posts of a thread, some with reactions from others who wrote in it."""
    dice = Dice(f"{key}/support")
    people = list({post.author.pk: post.author for post in posts}.values())

    def supported(post: ImportedPost, least: int, most: int) -> ImportedPost:
        others = [person for person in people if person != post.author and person.date_joined < post.at]
        givers = dice.sample(others, min(dice.randint(least, most), len(others)))
        reactions = dice.choices(list(WEIGHTS), list(WEIGHTS.values()), k=len(givers))
        support = [
            Support(member=giver, reaction=reaction, given_at=post.at + timedelta(minutes=dice.randint(5, 3000)))
            for giver, reaction in zip(givers, reactions, strict=True)
        ]
        return replace(post, support=support)

    opening, *replies = posts
    return [
        supported(opening, *OPENING),
        *(supported(reply, *REPLY) if dice.chance(REPLIES_WITH_ANY) else reply for reply in replies),
    ]
