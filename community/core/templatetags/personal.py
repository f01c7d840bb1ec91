"""What is a reader's own on a page whose frame is made once for many (core/caching/shell_cache.py)."""

from django import template
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString, mark_safe

from community.core.caching import shell_cache

register = template.Library()


class HersNode(Node):
    """Its contents; while a frame is made, a hole."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        """The contents as usual, or the mark of a hole that core/caching/shell_cache.py fills for each reader."""
        if context.get(shell_cache.IN_FRAME):
            return mark_safe(shell_cache.HOLE.format(self.name))  # noqa: S308 (a name in a template of ours)
        return self.nodelist.render(context)


@register.tag
def hers(parser: Parser, token: Token) -> HersNode:
    """{% hers "name" %} ... {% endhers %}: the name is the only one of its kind in all templates.

    Never within {% cache %}, nor where it needs variables that a template sets."""
    name = token.split_contents()[1].strip("\"'")
    nodelist = parser.parse(("endhers",))
    parser.delete_first_token()
    shell_cache.fillings[name] = nodelist
    return HersNode(name, nodelist)
