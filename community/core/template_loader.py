"""Load our templates without their indentation, which browsers show as one space and pages need not carry."""

import re

from django.template import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"\n\s+")


class Loader(filesystem.Loader):
    """Django's filesystem loader for the project's templates. A line end stays: it separates words."""

    def get_contents(self, origin: Origin) -> str:
        """Return the source of a template, for pages without indentation; mails are plain text and stay as they are."""
        source = super().get_contents(origin)
        return INDENTATION.sub("\n", source) if str(origin.name).endswith(".html") else source
