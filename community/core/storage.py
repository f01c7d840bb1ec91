"""Static files as they are served: hashed, compressed, and the stylesheet joined into one file."""

from collections.abc import Iterator
from typing import Any

import lightningcss
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/alongside.css"


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which joins the stylesheet's imports before it hashes.

    In the repository the stylesheet is one component a file and plain CSS; to a phone on a slow line each file would
    be one more request."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join, then hash and compress as WhiteNoise does. Raises ValueError on CSS that cannot be read."""
        if STYLESHEET in paths and not dry_run:
            source, name = paths[STYLESHEET]  # not the copy here: it may be the joined one of an earlier deploy
            joined = lightningcss.bundle_css(source.path(name))
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(joined.encode()))
            paths[STYLESHEET] = (self, STYLESHEET)  # or Django hashes the original
        yield from super().post_process(paths, dry_run, **options)
