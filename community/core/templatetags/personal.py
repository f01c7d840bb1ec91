"""What is a reader's own on a page whose shared is made once for many (core/caching/shell_cache.py)."""

from django import template
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString, mark_safe

from community.core.caching import shell_cache

register = template.Library()


class PersonalNode(Node):
    """Its contents; while a shared is made, a hole."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        """The contents as usual, or the mark of a hole that core/caching/shell_cache.py fills for each reader."""
        if context.get(shell_cache.BUILDING_SHELL):
            return mark_safe(shell_cache.PLACEHOLDER.format(self.name))  # noqa: S308 (a name in a template of ours)
        return self.nodelist.render(context)


@register.tag
def personal(parser: Parser, token: Token) -> PersonalNode:
    """{% personal "name" %} ... {% endpersonal %}: the name is the only one of its kind in all templates.

    Never within {% cache %}, nor where it needs variables that a template sets."""
    name = token.split_contents()[1].strip("\"'")
    nodelist = parser.parse(("endpersonal",))
    parser.delete_first_token()
    shell_cache.personal_nodes[name] = nodelist
    return PersonalNode(name, nodelist)
