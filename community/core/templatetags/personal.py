"""Mark what is personal on a page whose shell is cached for many viewers (core/caching/shell_cache.py)."""

from django import template
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString, mark_safe

from community.core.caching import shell_cache

register = template.Library()


class PersonalNode(Node):
    """Contents that belong to one viewer; a placeholder while a shell is rendered."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        """Render the contents, or the placeholder that shell_cache fills for each viewer."""
        if context.get(shell_cache.BUILDING_SHELL):
            return mark_safe(shell_cache.PLACEHOLDER.format(self.name))  # noqa: S308 (a name from our templates)
        return self.nodelist.render(context)


@register.tag
def personal(parser: Parser, token: Token) -> PersonalNode:
    """{% personal "name" %} ... {% endpersonal %}; the name is unique among all templates.

    Not within {% cache %}, and not where it needs variables that a template sets around it."""
    name = token.split_contents()[1].strip("\"'")
    nodelist = parser.parse(("endpersonal",))
    parser.delete_first_token()
    shell_cache.personal_nodes[name] = nodelist
    return PersonalNode(name, nodelist)
