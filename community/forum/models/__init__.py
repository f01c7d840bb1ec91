"""Groups, threads, posts, and how far each member has read."""

from community.forum.models.bookmark import Bookmark
from community.forum.models.group import Audience, Group, GroupTally, Membership
from community.forum.models.moves import MovedPost, ThreadMove
from community.forum.models.post import Post, PostRevision, State
from community.forum.models.reading import Follow, GroupFollow, Visit
from community.forum.models.search_index import IndexProgress, PostIndex, PostTerms, ThreadIndex, ThreadTerms
from community.forum.models.support import Reaction, Support
from community.forum.models.thread import Thread

__all__ = [
    "Audience",
    "Bookmark",
    "Follow",
    "Group",
    "GroupFollow",
    "GroupTally",
    "IndexProgress",
    "Membership",
    "MovedPost",
    "Post",
    "PostIndex",
    "PostRevision",
    "PostTerms",
    "Reaction",
    "State",
    "Support",
    "Thread",
    "ThreadIndex",
    "ThreadMove",
    "ThreadTerms",
    "Visit",
]
